package dev.agentservice.rollout.judge.limit;

import java.util.Arrays;

import dev.agentservice.rollout.judge.evidence.BinomialRatio;
import dev.agentservice.rollout.judge.evidence.EProcess;

/**
 * Bets that the canary's share of failed runs exceeds the limit, whatever stable's is.
 * Their gains are bounded as those of all bets, so they convict what fails steadily;
 * bursts are the affair of {@link SustainedErrors}.
 */
public final class ErrorLimit {

	/** How much of the way from the limit to certain failure: 0.20 … 0.90 for 0.15. */
	private static final double[] BEYOND = { 1 / 17.0, 12 / 85.0, 5 / 17.0, 10 / 17.0, 15 / 17.0 };

	private static final int RECENT = 40;

	private final double limit;

	private final EProcess bets;

	private final long[] stableTrials = new long[RECENT];

	private final long[] stableEvents = new long[RECENT];

	/** A limit that was not looked at yet, over so many blocks. */
	public ErrorLimit(double limit, int horizon) {
		this.limit = limit;
		this.bets = new EProcess(BEYOND.length, horizon);
	}

	/** The shares that are bet on. */
	static double[] bets(double limit) {
		return Arrays.stream(BEYOND).map((part) -> limit + (1 - limit) * part).toArray();
	}

	/** Adds a block. */
	public void add(int block, ErrorCounts counts) {
		double[] bets = bets(this.limit);
		double[] gains = new double[bets.length];
		for (int i = 0; i < bets.length; i++) {
			gains[i] = BinomialRatio.log(counts.canaryEvents(), counts.canaryTrials(), bets[i], this.limit);
		}
		this.bets.add(gains);
		this.stableTrials[block % RECENT] = counts.stableTrials();
		this.stableEvents[block % RECENT] = counts.stableEvents();
	}

	/** The log evidence that the canary is beyond the limit. */
	public double log() {
		return this.bets.log();
	}

	/**
	 * Whether stable, too, was beyond the limit in the last ten minutes: then a rollback
	 * helps nobody.
	 */
	public boolean isStableBeyond() {
		return Arrays.stream(this.stableEvents).sum() > this.limit * Arrays.stream(this.stableTrials).sum();
	}

}
