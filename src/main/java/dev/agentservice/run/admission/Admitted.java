package dev.agentservice.run.admission;

import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.run.owner.WaitingRuns;

/**
 * The result of an admission.
 */
public sealed interface Admitted {

	/** The state of the caller's rate limits. */
	RateDecision rateLimits();

	/**
	 * A run that may start, or resume.
	 *
	 * @param assignment the run
	 * @param rateLimits the state of its caller's rate limits
	 */
	record AdmittedRun(Assignment assignment, RateDecision rateLimits) implements Admitted {
	}

	/**
	 * A run that waits for a worker once it is offered to the queue.
	 *
	 * @param run the run
	 * @param rateLimits the state of its caller's rate limits
	 */
	record QueuedRun(WaitingRuns.Waiting run, RateDecision rateLimits) implements Admitted {
	}

	/**
	 * A run that was requested before: it has ended, or its client does not wait for it.
	 *
	 * @param runId the run
	 * @param rateLimits the state of its caller's rate limits
	 */
	record RepeatedRun(String runId, RateDecision rateLimits) implements Admitted {
	}

}
