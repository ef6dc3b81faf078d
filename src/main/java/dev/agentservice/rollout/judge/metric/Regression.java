package dev.agentservice.rollout.judge.metric;

import java.util.Arrays;
import java.util.List;

import dev.agentservice.rollout.judge.evidence.CountTable;
import dev.agentservice.rollout.judge.evidence.EProcess;
import dev.agentservice.rollout.judge.evidence.LogSum;
import dev.agentservice.rollout.judge.evidence.OddsRatio;

/**
 * What speaks against the canary in one threshold: bets on all strata together, which
 * find what is a little worse everywhere, and bets on each alone, which find an agent
 * that is broken. They count only while the difference surely exceeds what is tolerated.
 */
final class Regression {

	private static final double LOG_TOGETHER = Math.log(0.7);

	private static final double LOG_ALONE = Math.log(0.3);

	private final List<Stratum> strata;

	private final EProcess together;

	private final OddsRatio odds = new OddsRatio();

	private final EProcess[] alone;

	private final OddsRatio[] aloneOdds;

	Regression(List<Stratum> strata, int horizon) {
		this.strata = strata;
		this.together = new EProcess(Bets.count(), horizon);
		this.alone = new EProcess[strata.size()];
		this.aloneOdds = new OddsRatio[strata.size()];
		Arrays.setAll(this.alone, (_) -> new EProcess(Bets.count(), horizon));
		Arrays.setAll(this.aloneOdds, (_) -> new OddsRatio());
	}

	/** Adds a block. */
	void add(CountTable[] tables, double dispersion) {
		double[] sum = new double[Bets.count()];
		for (int i = 0; i < tables.length; i++) {
			double[] gains = Bets.gains(tables[i], dispersion);
			Bets.add(sum, gains);
			this.alone[i].add(gains);
			this.aloneOdds[i].add(tables[i]);
			this.aloneOdds[i].next();
			this.odds.add(tables[i]);
		}
		this.odds.next();
		this.together.add(sum);
	}

	/**
	 * The log evidence so far.
	 * @param replicas the variance of the log odds among replicas of one release
	 */
	double log(double dispersion, double replicas) {
		double[] logs = new double[this.alone.length];
		for (int i = 0; i < logs.length; i++) {
			boolean worse = this.aloneOdds[i].surely(dispersion, replicas) > this.strata.get(i).tolerated();
			logs[i] = counted(this.alone[i], worse);
		}
		boolean worse = this.odds.surely(dispersion, replicas) > tolerated();
		return LogSum.add(LOG_TOGETHER + counted(this.together, worse), LOG_ALONE + LogSum.mean(logs));
	}

	private static double counted(EProcess bets, boolean worse) {
		double log = bets.log();
		return worse ? log : Math.min(log, 0);
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
