package dev.agentservice.rollout.judge.metric;

import java.util.Arrays;
import java.util.List;

import dev.agentservice.rollout.judge.evidence.CountTable;
import dev.agentservice.rollout.judge.evidence.Dispersion;
import dev.agentservice.rollout.judge.evidence.EProcess;
import dev.agentservice.rollout.judge.evidence.LogSum;
import dev.agentservice.rollout.judge.evidence.OddsRatio;

/**
 * What speaks against the canary in one threshold: bets on all strata together, which
 * find what is a little worse everywhere, and bets on each alone, which find an agent
 * that is broken. Both look at each round by itself, so a canary that fails in every
 * second one wins as much as it loses; a part of the money is bet on stretches of two
 * minutes, which find it. They count only while the difference surely exceeds what is
 * tolerated.
 */
final class Regression {

	private static final double LOG_TOGETHER = Math.log(0.75);

	private static final double LOG_ALONE = Math.log(0.17);

	private static final double LOG_SLOWLY = Math.log(0.08);

	private final List<Stratum> strata;

	private final EProcess together;

	private final EProcess slowly;

	/** What was counted since the last stretch, by stratum. */
	private final CountTable[] stretch;

	private int stretchBlocks;

	private final OddsRatio odds = new OddsRatio();

	private final EProcess[] alone;

	private final OddsRatio[] aloneOdds;

	Regression(List<Stratum> strata, int horizon) {
		this.strata = strata;
		this.together = new EProcess(Bets.count(), horizon);
		this.slowly = new EProcess(Bets.count(), horizon);
		this.stretch = new CountTable[strata.size()];
		Arrays.fill(this.stretch, CountTable.EMPTY);
		this.alone = new EProcess[strata.size()];
		this.aloneOdds = new OddsRatio[strata.size()];
		Arrays.setAll(this.alone, (_) -> new EProcess(Bets.count(), horizon));
		Arrays.setAll(this.aloneOdds, (_) -> new OddsRatio());
	}

	/** Adds what was counted in so many blocks, whether they are steady or not. */
	void addToStretch(CountTable[] tables, double dispersion, int blocks) {
		Arrays.setAll(this.stretch, (i) -> this.stretch[i].plus(tables[i]));
		this.stretchBlocks += blocks;
		if (this.stretchBlocks >= Dispersion.STRETCH) {
			double[] sum = new double[Bets.count()];
			for (CountTable table : this.stretch) {
				Bets.add(sum, Bets.gains(table, dispersion));
			}
			this.slowly.add(sum, this.stretchBlocks);
			this.stretchBlocks = 0;
			Arrays.fill(this.stretch, CountTable.EMPTY);
		}
	}

	/** Adds what was counted in so many blocks. */
	void add(CountTable[] tables, double dispersion, int blocks) {
		double[] sum = new double[Bets.count()];
		for (int i = 0; i < tables.length; i++) {
			double[] gains = Bets.gains(tables[i], dispersion);
			Bets.add(sum, gains);
			this.alone[i].add(gains, blocks);
			this.aloneOdds[i].add(tables[i]);
			this.aloneOdds[i].next(blocks);
			this.odds.add(tables[i]);
		}
		this.odds.next(blocks);
		this.together.add(sum, blocks);
	}

	/**
	 * The log evidence so far.
	 * @param replicas the variance of the log odds among replicas of one release
	 */
	double log(double dispersion, double replicas) {
		double[] logs = new double[this.alone.length];
		for (int i = 0; i < logs.length; i++) {
			logs[i] = counted(this.alone[i], this.aloneOdds[i], this.strata.get(i).tolerated(), dispersion, replicas);
		}
		double tolerated = tolerated();
		return LogSum
			.of(new double[] { LOG_TOGETHER + counted(this.together, this.odds, tolerated, dispersion, replicas),
					LOG_SLOWLY + counted(this.slowly, this.odds, tolerated, dispersion, replicas),
					LOG_ALONE + LogSum.mean(logs) });
	}

	private static double counted(EProcess bets, OddsRatio odds, double tolerated, double dispersion, double replicas) {
		double log = bets.log();
		return (log <= 0 || odds.surely(dispersion, replicas) > tolerated) ? log : 0;
	}

	/** The mean over the strata, by their trials. */
	private double tolerated() {
		double sum = 0;
		double trials = 0;
		for (int i = 0; i < this.aloneOdds.length; i++) {
			double weight = this.aloneOdds[i].trials() + this.aloneOdds[i].otherTrials();
			sum += weight * this.strata.get(i).tolerated();
			trials += weight;
		}
		return (trials > 0) ? sum / trials : 0;
	}

	/** The odds ratio so far, over all strata. */
	OddsRatio odds() {
		return this.odds;
	}

	/** The odds ratio so far of one stratum. */
	OddsRatio odds(int stratum) {
		return this.aloneOdds[stratum];
	}

}
