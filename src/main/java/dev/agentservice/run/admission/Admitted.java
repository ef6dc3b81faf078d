package dev.agentservice.run.admission;

import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.budget.RunBill;
import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.run.order.RunCommand;
import dev.agentservice.run.owner.OwnedRun;
import dev.agentservice.support.Deadline;

/**
 * What came of an admission.
 */
public sealed interface Admitted {

	/** How the caller stands with the rate limits. */
	RateDecision rateLimits();

	/**
	 * A run that may start, or go on.
	 *
	 * @param owned what we hold of it
	 * @param caller who asks
	 * @param command what for
	 * @param agent the agent in its present revision
	 * @param deadline when the answer is no longer wanted
	 * @param bill pays for it
	 * @param rateLimits how its caller stands with the rate limits
	 * @param doubts what is to be said against what the client sent
	 */
	record AdmittedRun(OwnedRun owned, Caller caller, RunCommand command, AgentDefinition agent, Deadline deadline,
			RunBill bill, RateDecision rateLimits, Doubts doubts) implements Admitted {

		public String id() {
			return this.owned.id();
		}

	}

	/**
	 * What makes a run careful from its beginning.
	 *
	 * @param suspicious whether its task, or the history that the client tells, looks
	 * like an injection
	 * @param unknownHistory whether that history holds answers that are not known to be
	 * free of third-party content
	 */
	record Doubts(boolean suspicious, boolean unknownHistory) {
	}

	/**
	 * A run that was over before.
	 *
	 * @param runId the run
	 * @param rateLimits how its caller stands with the rate limits
	 */
	record RepeatedRun(String runId, RateDecision rateLimits) implements Admitted {
	}

}
