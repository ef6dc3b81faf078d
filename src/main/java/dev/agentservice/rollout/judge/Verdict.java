package dev.agentservice.rollout.judge;

import org.jspecify.annotations.Nullable;

/**
 * What is decided about a release.
 *
 * @param outcome the decision
 * @param seconds when: the end of the deciding block, after the start
 * @param metric what decided it, of {@link Outcome#FAIL} only
 * @param reason why, in words
 * @param canaryRuns how many runs the canary had ended
 */
public record Verdict(Outcome outcome, int seconds, @Nullable String metric, String reason, long canaryRuns) {

	/** The decisions. */
	public enum Outcome {

		/** Every step was passed. */
		PASS,
		/** The release is worse, or beyond a limit. */
		FAIL,
		/** A step is over, and neither is shown. */
		INCONCLUSIVE,
		/** The release cannot be measured. */
		ERROR

	}

}
