package dev.agentservice.knowledge.index.lucene;

import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;

/**
 * The index in this process, as another one has it for words.
 */
public final class TestWords {

	private TestWords() {
	}

	public static PassageIndex of(Manifest manifest, DocumentTags tags) {
		return new EmbeddedIndex(manifest, 1000,
				(collection) -> new CollectionCopy(collection, manifest, null, tags, () -> {
				}));
	}

	/** Brings it up to date. */
	public static void follow(PassageIndex words) {
		((EmbeddedIndex) words).follow();
	}

}
