package dev.agentservice.rollout.judge.evidence;

/**
 * The likelihood ratio of two shares, given independent trials.
 */
public final class BinomialRatio {

	private static final double ALMOST_ALL = 1 - 1e-9;

	private BinomialRatio() {
	}

	/** The log likelihood ratio of a share against another one. */
	public static double log(long events, long trials, double share, double against) {
		double other = Math.min(against, ALMOST_ALL);
		return events * Math.log(share / other) + (trials - events) * Math.log((1 - share) / (1 - other));
	}

}
