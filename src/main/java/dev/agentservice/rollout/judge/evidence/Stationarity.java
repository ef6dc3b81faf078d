package dev.agentservice.rollout.judge.evidence;

/**
 * Finds rounds in which the rate of all replicas together jumps. They are scraped at
 * different moments, so they saw different parts of the change. It looks at the margins
 * of the tables only, so it favours neither track.
 */
public final class Stationarity {

	private static final double DEVIATIONS = 4;

	private static final double FACTOR = Math.log(1.3);

	private static final double SMALL = 0.001;

	/** So many rounds in a row may be left out. An outage has two at each end. */
	private static final double MOST = 4;

	/** Rounds that may be left out in the long run: one in two minutes. */
	private static final double REFILL = 1 / 8.0;

	private double tokens = MOST;

	private long trials;

	private long events;

	/**
	 * Looks at the next round. Where the rate jumps again and again, jumps are what there
	 * is to see, and only a few of them are left out.
	 * @param blocks of the round
	 * @return whether its rate is that of the round before, but for chance
	 */
	public boolean isSteady(long trials, long events, double dispersion, int blocks) {
		boolean steady = isSteady(trials, events, dispersion);
		this.tokens = Math.min(MOST, this.tokens + blocks * REFILL);
		if (steady || this.tokens < 1) {
			return true;
		}
		this.tokens--;
		return false;
	}

	private boolean isSteady(long trials, long events, double dispersion) {
		boolean steady = this.trials == 0 || trials == 0
				|| isSteady((double) this.events / this.trials, (double) events / trials,
						dispersion * (1.0 / this.trials + 1.0 / trials),
						(double) (this.events + events) / (this.trials + trials));
		this.trials = trials;
		this.events = events;
		return steady;
	}

	private static boolean isSteady(double before, double now, double scale, double pooled) {
		return Math.abs(now - before) < DEVIATIONS * Math.sqrt(scale * pooled * (1 - pooled))
				|| Math.abs(Math.log((now + SMALL) / (before + SMALL))) < FACTOR;
	}

}
