package dev.agentservice.rollout.judge.metric;

import dev.agentservice.rollout.judge.evidence.CountTable;
import dev.agentservice.rollout.judge.evidence.NoncentralHypergeometric;

/**
 * The bets that one group is worse than another.
 */
final class Bets {

	/**
	 * What is worse by little is tolerated, so the smallest bet is not smaller: with 1.4
	 * in its place, 13 % failures that become 19.5 % took 641 requests, and take 596.
	 */
	private static final double[] LOG_ODDS = { Math.log(1.5), Math.log(2.2), Math.log(4.5) };

	private static final double[] NOTHING = new double[LOG_ODDS.length];

	private Bets() {
	}

	static int count() {
		return LOG_ODDS.length;
	}

	/** What each bet gains from a table, against the hypothesis of no difference. */
	static double[] gains(CountTable table, double dispersion) {
		if (!table.isInformative()) {
			return NOTHING;
		}
		NoncentralHypergeometric likelihood = new NoncentralHypergeometric(table);
		double same = likelihood.logLikelihood(0);
		double[] gains = new double[LOG_ODDS.length];
		for (int i = 0; i < gains.length; i++) {
			gains[i] = (likelihood.logLikelihood(LOG_ODDS[i]) - same) / dispersion;
		}
		return gains;
	}

	/** Adds the gains of one stratum to a sum. */
	static void add(double[] sum, double[] gains) {
		for (int i = 0; i < sum.length; i++) {
			sum[i] += gains[i];
		}
	}

}
