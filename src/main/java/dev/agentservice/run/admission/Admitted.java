package dev.agentservice.run.admission;

import dev.agentservice.ratelimit.RateDecision;

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
	 * A run that has ended before.
	 *
	 * @param runId the run
	 * @param rateLimits the state of its caller's rate limits
	 */
	record RepeatedRun(String runId, RateDecision rateLimits) implements Admitted {
	}

}
