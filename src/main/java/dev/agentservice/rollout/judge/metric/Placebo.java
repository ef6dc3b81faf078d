package dev.agentservice.rollout.judge.metric;

import java.util.Arrays;

import dev.agentservice.rollout.judge.evidence.CountTable;
import dev.agentservice.rollout.judge.evidence.EProcess;
import dev.agentservice.rollout.judge.evidence.OddsRatio;

/**
 * Judges each stable replica against its siblings, as if it were a canary: how bad a
 * replica of the present release can look. Alone, one says nothing.
 */
final class Placebo {

	/**
	 * Of 200 simulated rollouts with replicas that differ by 0.1, it had 2 rolled back;
	 * 0.1 had 4. Nothing bad was found later.
	 */
	private static final double LEAST = 0.15;

	/** Of three replicas the variance has two degrees of freedom. */
	private static final double CAUTION = 4;

	private final int[] replicas;

	private final OddsRatio[] odds;

	private final EProcess[] bets;

	Placebo(int[] replicas, int historyBlocks) {
		this.replicas = (replicas.length > 1) ? replicas : new int[0];
		this.odds = new OddsRatio[this.replicas.length];
		this.bets = new EProcess[this.replicas.length];
		Arrays.setAll(this.odds, (_) -> new OddsRatio());
		restart(historyBlocks);
	}

	/** Begins the bets anew, over so many blocks. */
	void restart(int horizon) {
		Arrays.setAll(this.bets, (_) -> new EProcess(Bets.count(), horizon));
	}

	/** Adds what was counted in some blocks. */
	void add(Tally tally, double dispersion) {
		CountTable[][] tables = tally.eachAgainstItsSiblings(this.replicas);
		for (int i = 0; i < this.replicas.length; i++) {
			double[] sum = new double[Bets.count()];
			for (CountTable table : tables[i]) {
				Bets.add(sum, Bets.gains(table, dispersion));
				this.odds[i].add(table);
			}
			this.bets[i].add(sum, tally.blocks());
		}
	}

	/** Adds blocks that are left out. */
	void skip(int blocks) {
		for (EProcess bet : this.bets) {
			bet.add(new double[Bets.count()], blocks);
		}
	}

	/** The log evidence against each replica. */
	double[] logs() {
		return Arrays.stream(this.bets).mapToDouble(EProcess::log).toArray();
	}

	/**
	 * The variance of the canary's log odds against stable's replicas that replicas of
	 * one release would show. Few replicas tell little of it, so it is never taken for
	 * less than {@link #LEAST}, and what they show beyond chance is taken for more: the
	 * method of moments of DerSimonian and Laird, times {@link #CAUTION}.
	 */
	double heterogeneity(double dispersion) {
		int k = this.replicas.length;
		double shown = 0;
		if (k > 1) {
			double squares = 0;
			double chance = 0;
			for (OddsRatio one : this.odds) {
				squares += one.log() * one.log();
				chance += one.standardError(dispersion) * one.standardError(dispersion);
			}
			double ofMean = (k - 1.0) / k;
			shown = CAUTION * CAUTION * (ofMean * ofMean * squares / (k - 1) - ofMean * chance / k);
		}
		return Math.max(LEAST * LEAST, shown) * (1 + 1.0 / Math.max(1, k));
	}

}
