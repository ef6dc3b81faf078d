package dev.agentservice.rollout.judge.metric;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.rollout.judge.evidence.BinomialRatio;
import dev.agentservice.rollout.judge.evidence.CountTable;
import dev.agentservice.rollout.judge.evidence.LogSum;
import dev.agentservice.rollout.judge.evidence.NoncentralHypergeometric;
import dev.agentservice.rollout.policy.Margins;
import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.policy.MetricRule;

/**
 * What speaks for the canary in one threshold: evidence against "worse by at least the
 * margin". Every block counts, and none is bounded. A share may be proven good in another
 * way too: it is surely below a floor, whatever stable's is.
 */
final class Harmlessness {

	private static final double BETTER = Math.log(0.75);

	private static final double[] OF_FLOOR = { 0.125, 0.25, 0.5, 0.75 };

	private final List<Stratum> strata;

	private final boolean share;

	private final MetricRule rule;

	private final Map<Margins, double[]> relative = new EnumMap<>(Margins.class);

	private final Map<Margins, double[]> absolute = new EnumMap<>(Margins.class);

	Harmlessness(Metric metric, MetricRule rule, List<Stratum> strata) {
		this.strata = strata;
		this.share = metric.isShare();
		this.rule = rule;
		for (Margins margins : Margins.values()) {
			this.relative.put(margins, new double[3]);
			this.absolute.put(margins, new double[OF_FLOOR.length]);
		}
	}

	/** Adds a block. */
	void add(CountTable[] tables, double dispersion) {
		long trials = 0;
		long events = 0;
		for (int i = 0; i < tables.length; i++) {
			trials += tables[i].trials();
			events += tables[i].events();
			if (tables[i].isInformative()) {
				compare(this.strata.get(i), new NoncentralHypergeometric(tables[i]), dispersion);
			}
		}
		if (this.share && trials > 0) {
			addShare(events, trials, dispersion);
		}
	}

	private void addShare(long events, long trials, double dispersion) {
		for (Margins margins : Margins.values()) {
			double floor = this.rule.floor(margins);
			double[] sums = sums(this.absolute, margins);
			for (int i = 0; i < OF_FLOOR.length; i++) {
				sums[i] += BinomialRatio.log(events, trials, floor * OF_FLOOR[i], floor) / dispersion;
			}
		}
	}

	private void compare(Stratum stratum, NoncentralHypergeometric likelihood, double dispersion) {
		double same = likelihood.logLikelihood(0);
		double better = likelihood.logLikelihood(BETTER);
		for (Margins margins : Margins.values()) {
			double margin = stratum.margin(margins);
			double worse = likelihood.logLikelihood(margin);
			double[] sums = sums(this.relative, margins);
			sums[0] += (better - worse) / dispersion;
			sums[1] += (same - worse) / dispersion;
			sums[2] += (likelihood.logLikelihood(margin / 2) - worse) / dispersion;
		}
	}

	/** The log evidence that the canary is not worse by the margin. */
	double log(Margins margins) {
		double relativeLog = LogSum.mean(sums(this.relative, margins));
		return this.share ? LogSum.mean(new double[] { relativeLog, LogSum.mean(sums(this.absolute, margins)) })
				: relativeLog;
	}

	private static double[] sums(Map<Margins, double[]> all, Margins margins) {
		double[] sums = all.get(margins);
		if (sums == null) {
			throw new IllegalStateException("No sums of " + margins);
		}
		return sums;
	}

}
