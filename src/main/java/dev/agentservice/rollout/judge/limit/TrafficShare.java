package dev.agentservice.rollout.judge.limit;

/**
 * Whether the canary gets the share of the runs that its weight promises. If not, the
 * route is wrong, and not the release.
 */
public final class TrafficShare {

	private static final double FACTOR = 1.5;

	private static final double LEAST_EXPECTED = 200;

	private static final double DEVIATIONS = 5;

	/** Bursts cluster. */
	private static final double DISPERSION = 4;

	/** Five minutes. */
	private static final int LASTING = 20;

	private long canary;

	private long all;

	private int blocks;

	/** Begins anew, after a change of weight. */
	public void startStep() {
		this.canary = 0;
		this.all = 0;
		this.blocks = 0;
	}

	/**
	 * Adds a block in which the route has settled.
	 * @param weight the canary's, in percent
	 */
	public void add(ErrorCounts counts, double weight) {
		this.canary += counts.canaryTrials();
		this.all += counts.canaryTrials() + counts.stableTrials();
		this.blocks = isOff(weight / 100) ? this.blocks + 1 : 0;
	}

	private boolean isOff(double share) {
		double expected = this.all * share;
		double deviation = Math.abs(this.canary - expected) / Math.sqrt(DISPERSION * expected * (1 - share));
		double odds = (this.canary + 0.5) / (this.all - this.canary + 0.5);
		double ratio = odds / (share / (1 - share));
		return expected >= LEAST_EXPECTED && deviation > DEVIATIONS && (ratio > FACTOR || ratio < 1 / FACTOR);
	}

	/** Whether the share has been wrong for five minutes. */
	public boolean isDisobeyed() {
		return this.blocks >= LASTING;
	}

}
