package dev.agentservice.knowledge.upkeep;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.chunk.Passage;
import dev.agentservice.knowledge.index.IndexedPassage;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.support.json.UnreadableStateException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Makes of a document what an index gets of it: never what is in quarantine.
 */
@Component
class IndexRows {

	private final DocumentTags tags;

	IndexRows(DocumentTags tags) {
		this.tags = tags;
	}

	/**
	 * The passages of a document that models may see.
	 * @param vectors by the numbers of the passages; those that are missing are found by
	 * their words
	 */
	List<IndexedPassage> of(CollectionPlace place, String document, DocumentEntry entry, List<StoredPassage> passages,
			Map<Integer, PackedVector> vectors) {
		Set<Integer> hidden = entry.quarantined()
			.stream()
			.map(DocumentEntry.Quarantined::n)
			.collect(Collectors.toSet());
		return of(place, document, entry, passages, vectors, (n) -> !hidden.contains(n));
	}

	/** Those of them that are wanted. */
	List<IndexedPassage> of(CollectionPlace place, String document, DocumentEntry entry, List<StoredPassage> passages,
			Map<Integer, PackedVector> vectors, IntPredicate wanted) {
		return IntStream.range(0, passages.size()).filter(wanted).mapToObj((n) -> {
			StoredPassage passage = passages.get(n);
			PassageId id = new PassageId(document, entry.version(), n);
			return new IndexedPassage(id, this.tags.seal(place, id, passage.sha256()),
					Passage.whole(passage.heading(), passage.text()), vector(entry, vectors.get(n)));
		}).toList();
	}

	private static float @Nullable [] vector(DocumentEntry entry, @Nullable PackedVector packed) {
		try {
			return (packed != null) ? packed.unpack(entry.comparedBy().dimension()) : null;
		}
		catch (UnreadableStateException _) {
			return null;
		}
	}

}
