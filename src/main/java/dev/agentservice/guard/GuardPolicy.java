package dev.agentservice.guard;

import java.util.Map;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionAction;

/**
 * What the guards of one agent do. They are closed on failure in every mode but
 * {@link GuardMode#OFF}: what cannot be looked at neither goes in nor out.
 *
 * @param task about injections in the task and in history that the client wrote;
 * {@code BLOCK} refuses the run
 * @param toolResults about injections in what tools bring; {@code BLOCK} withholds the
 * result, {@code FLAG} shows it to the model with a warning
 * @param suspicion about a task that is merely suspicious
 * @param output about what an answer must not hold; {@code BLOCK} takes it out,
 * {@code FLAG} only tells of it
 * @param sideEffects whether tools with side effects may be called once the run is
 * suspicious or has read what a stranger may have written
 * @param redactions what is done otherwise with some types of findings
 */
public record GuardPolicy(GuardMode task, GuardMode toolResults, GuardMode suspicion, GuardMode output,
		SideEffects sideEffects, Map<FindingType, RedactionAction> redactions) {

	public GuardPolicy {
		redactions = Map.copyOf(redactions);
	}

	/**
	 * What becomes of a call that changes something outside, when it may not be the
	 * user's wish.
	 */
	public enum SideEffects {

		/** It is not made, and the model is told so. */
		REFUSE,
		/** It is made: the agent's author vouches for it. */
		ALLOW

	}

}
