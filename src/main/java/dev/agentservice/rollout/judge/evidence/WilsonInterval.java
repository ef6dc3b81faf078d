package dev.agentservice.rollout.judge.evidence;

/**
 * The interval of a share, as it follows from events among trials.
 *
 * @see <a href=
 * "https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval">
 * Wilson score interval</a>
 */
public final class WilsonInterval {

	private WilsonInterval() {
	}

	/**
	 * Its lower end.
	 * @param deviations how many standard deviations it is wide on each side
	 * @return a share; 0 without trials
	 */
	public static double lower(long events, long trials, double deviations) {
		double n = Math.max(1, trials);
		double p = events / n;
		double z2 = deviations * deviations;
		return (p + z2 / (2 * n) - deviations * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n);
	}

}
