package dev.agentservice.knowledge.search;

import dev.agentservice.knowledge.index.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * A passage that was found in one way or in both.
 *
 * @param candidate the passage
 * @param score the sum of its shares
 * @param text its score by words; null if it was not found by them
 * @param vector its cosine; null if it was not found by its vector
 */
record Ranked(Candidate candidate, double score, @Nullable Double text, @Nullable Double vector) {

	/** The same, found in another way, too. */
	Ranked and(Ranked other) {
		return new Ranked(this.candidate, this.score + other.score, (this.text != null) ? this.text : other.text,
				(this.vector != null) ? this.vector : other.vector);
	}

}
