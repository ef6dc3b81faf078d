package dev.agentservice.run.admission;

import dev.agentservice.ratelimit.RateDecision;

/**
 * What came of an admission.
 */
public sealed interface Admitted {

	/** How the caller stands with the rate limits. */
	RateDecision rateLimits();

	/**
	 * A run that may start, or go on.
	 *
	 * @param assignment the run
	 * @param rateLimits how its caller stands with the rate limits
	 */
	record AdmittedRun(Assignment assignment, RateDecision rateLimits) implements Admitted {
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
