package dev.agentservice.knowledge.search;

import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import org.jspecify.annotations.Nullable;

/**
 * A passage that was found, and counts.
 *
 * @param collection the configured name of its collection
 * @param own whether its document is the caller's own
 * @param entry its document
 * @param n its number
 * @param passage the passage
 * @param score how well it fits: the sum of 1 / (60 + rank) over the ways in which it was
 * found
 * @param textScore its score by words; null if it was not found by them
 * @param vectorScore the cosine of its vector; null if it was not found by it
 */
public record Hit(String collection, boolean own, DocumentEntry entry, int n, StoredPassage passage, double score,
		@Nullable Double textScore, @Nullable Double vectorScore) {

	/** What it is cited by: the same on every replica and in every attempt of a run. */
	public String label() {
		return Labels.of(this.collection, this.own, this.entry.id(), this.n);
	}

}
