package dev.agentservice.knowledge.manifest.document;

import java.util.List;

/**
 * A document with its passages.
 *
 * @param entry what is said of it
 * @param passages by their numbers
 */
public record StoredDocument(DocumentEntry entry, List<StoredPassage> passages) {

	public StoredDocument {
		passages = List.copyOf(passages);
	}

}
