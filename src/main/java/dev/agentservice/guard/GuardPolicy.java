package dev.agentservice.guard;

import java.util.Map;
import java.util.Set;

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
 * @param links which links answers may hold
 */
public record GuardPolicy(GuardMode task, GuardMode toolResults, GuardMode suspicion, GuardMode output,
		SideEffects sideEffects, Map<FindingType, RedactionAction> redactions, Links links) {

	/** A policy for which every link may stay that carries no data away. */
	public GuardPolicy(GuardMode task, GuardMode toolResults, GuardMode suspicion, GuardMode output,
			SideEffects sideEffects, Map<FindingType, RedactionAction> redactions) {
		this(task, toolResults, suspicion, output, sideEffects, redactions, Links.ANY);
	}

	public GuardPolicy {
		redactions = Map.copyOf(redactions);
	}

	/**
	 * Which links answers may hold.
	 *
	 * @param trustedOnly whether only those to trusted hosts
	 * @param trustedHosts the agent's, besides those that all agents trust
	 */
	public record Links(boolean trustedOnly, Set<String> trustedHosts) {

		/** All that carry no data away. */
		public static final Links ANY = new Links(false, Set.of());

		public Links {
			trustedHosts = Set.copyOf(trustedHosts);
		}

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
