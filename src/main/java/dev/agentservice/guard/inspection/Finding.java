package dev.agentservice.guard.inspection;

import dev.agentservice.guard.injection.Evidence;
import dev.agentservice.guard.normal.decode.Disguise;

/**
 * Something that a guard found in a text. It never holds the text, nor any part of it, so
 * it may be logged, counted and sent to the client.
 *
 * @param rule the rule's id, one of a closed list: fit for a metric's label
 * @param direction which way the text goes
 * @param weight how much it says: 1 is enough to block, less only together with others
 * @param hidden whether it was found only after decoding
 * @param reason one sentence for people
 */
public record Finding(String rule, Direction direction, double weight, boolean hidden, String reason) {

	/** What a rule found. */
	static Finding of(Evidence evidence) {
		return new Finding(evidence.rule().id(), Direction.INPUT, evidence.weight(),
				evidence.disguise() != Disguise.NONE, evidence.rule().reason());
	}

	/** Whether this finding alone is enough to block. */
	public boolean blocks() {
		return this.weight >= 1;
	}

}
