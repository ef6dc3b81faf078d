package dev.agentservice.rollout.judge.limit;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.rollout.judge.evidence.BinomialRatio;
import dev.agentservice.rollout.judge.evidence.CountTable;
import dev.agentservice.rollout.judge.evidence.LogSum;
import dev.agentservice.rollout.judge.evidence.OddsRatio;
import dev.agentservice.rollout.judge.evidence.WilsonInterval;

/**
 * Finds a canary that fails in bursts. The bounded bets forgive each burst, so this
 * counts all: the failures of a step in stretches of two minutes. One stretch may be as
 * bad as it will, and is left out; if the others still exceed the limit, and surely
 * exceed stable's, the canary fails on the average and not in one episode.
 */
public final class SustainedErrors {

	private static final int STRETCH = 8;

	/** Ten minutes, and the stretch that is left out. */
	private static final int LEAST = 6;

	/** One in a hundred is further off by chance. */
	private static final double DEVIATIONS = 2.326;

	private final double limit;

	private final double tolerated;

	private final List<long[]> stretches = new ArrayList<>();

	private OddsRatio odds = new OddsRatio();

	private long[] stretch = new long[4];

	private int blocks;

	/**
	 * Without a block.
	 * @param limit the share of failed runs that is too much
	 * @param tolerated the odds ratio up to which the canary may be worse
	 */
	public SustainedErrors(double limit, double tolerated) {
		this.limit = limit;
		this.tolerated = Math.log(tolerated);
	}

	/** Begins anew, with the next step. */
	public void startStep() {
		this.stretches.clear();
		this.odds = new OddsRatio();
		this.stretch = new long[4];
		this.blocks = 0;
	}

	/** Adds a block. */
	public void add(ErrorCounts counts) {
		this.stretch[0] += counts.canaryTrials();
		this.stretch[1] += counts.canaryEvents();
		this.stretch[2] += counts.stableTrials();
		this.stretch[3] += counts.stableEvents();
		this.blocks++;
		if (this.blocks % STRETCH == 0) {
			this.stretches.add(this.stretch);
			this.odds.add(new CountTable(this.stretch[0], this.stretch[1], this.stretch[2], this.stretch[3]));
			this.stretch = new long[4];
		}
	}

	/** The share of failed runs of the canary in this step, none left out. */
	public double rate() {
		return (double) events() / Math.max(1, trials());
	}

	/** What that share surely exceeds but for chance. */
	public double leastRate() {
		return WilsonInterval.lower(events(), trials(), DEVIATIONS);
	}

	private long trials() {
		return this.stretch[0] + this.stretches.stream().mapToLong((one) -> one[0]).sum();
	}

	private long events() {
		return this.stretch[1] + this.stretches.stream().mapToLong((one) -> one[1]).sum();
	}

	/**
	 * The log evidence that the canary is beyond the limit without its worst stretch;
	 * none while stable is beyond it, too, or the canary is not surely worse.
	 */
	public double log() {
		if (this.stretches.size() < LEAST || isStableBeyond() || this.odds.surely(1, 0) <= this.tolerated) {
			return 0;
		}
		long trials = 0;
		long events = 0;
		long[] worst = this.stretches.getFirst();
		for (long[] one : this.stretches) {
			trials += one[0];
			events += one[1];
			worst = (excess(one) > excess(worst)) ? one : worst;
		}
		double[] bets = ErrorLimit.bets(this.limit);
		for (int i = 0; i < bets.length; i++) {
			bets[i] = BinomialRatio.log(events - worst[1], trials - worst[0], bets[i], this.limit);
		}
		return LogSum.mean(bets);
	}

	private double excess(long[] counts) {
		return counts[1] - this.limit * counts[0];
	}

	/** Whether stable, too, is beyond the limit in this step. */
	public boolean isStableBeyond() {
		long trials = this.stretches.stream().mapToLong((one) -> one[2]).sum();
		long events = this.stretches.stream().mapToLong((one) -> one[3]).sum();
		return events > this.limit * trials;
	}

}
