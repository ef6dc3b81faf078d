package dev.agentservice.rollout.judge.metric;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.agentservice.rollout.judge.evidence.Distribution;
import dev.agentservice.rollout.judge.metric.Stratum.Counted;
import dev.agentservice.rollout.policy.Margins;
import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.policy.MetricRule;
import dev.agentservice.rollout.sample.series.HistogramColumns;
import dev.agentservice.rollout.sample.series.ShareColumns;

/**
 * The questions of a metric. Those of a histogram are fixed by what stable observed
 * before the rollout: for each quantile and agent, the bound that is nearest to it.
 */
final class Thresholds {

	private static final double[] QUANTILES = { 0.50, 0.75, 0.90, 0.97, 0.99 };

	/** An agent with fewer observations is given the distribution of all agents. */
	private static final double ENOUGH = 200;

	private static final double RAREST = 0.002;

	private Thresholds() {
	}

	static Threshold of(Metric metric, MetricRule rule, List<ShareColumns> shares) {
		return new Threshold(metric.key(),
				shares.stream()
					.map((share) -> new Stratum(Counted.of(share), Math.log(rule.tolerated()), Math.log(rule.loose()),
							Math.log(rule.tight())))
					.toList(),
				EnumSet.allOf(Margins.class));
	}

	/**
	 * Those of a histogram.
	 * @param rule its margins, factors of the value
	 * @param histograms one for each agent
	 * @param history what stable counted before the rollout, by column
	 */
	static List<Threshold> of(MetricRule rule, List<HistogramColumns> histograms, double[] history) {
		List<Distribution> distributions = distributions(histograms, history);
		Map<List<Integer>, Threshold> thresholds = new LinkedHashMap<>();
		for (double quantile : QUANTILES) {
			List<Integer> bounds = new ArrayList<>();
			List<Stratum> strata = new ArrayList<>();
			for (int i = 0; i < histograms.size(); i++) {
				add(rule, histograms.get(i), distributions.get(i), quantile, bounds, strata);
			}
			if (!strata.isEmpty()) {
				thresholds.merge(bounds,
						new Threshold(String.format(Locale.ROOT, "q%02.0f", 100 * quantile), strata, needed(quantile)),
						Thresholds::same);
			}
		}
		return List.copyOf(thresholds.values());
	}

	/**
	 * Two quantiles with the same bounds are one question, which must be proven for both.
	 */
	private static Threshold same(Threshold first, Threshold later) {
		Set<Margins> needed = EnumSet.noneOf(Margins.class);
		needed.addAll(first.needed());
		needed.addAll(later.needed());
		return new Threshold(first.label(), first.strata(), needed);
	}

	private static void add(MetricRule rule, HistogramColumns histogram, Distribution distribution, double quantile,
			List<Integer> bounds, List<Stratum> strata) {
		if (distribution.observations() <= 0) {
			bounds.add(-1);
			return;
		}
		int bound = distribution.nearestBound(quantile);
		bounds.add(bound);
		double here = distribution.shareAboveBound(bound);
		if (here >= RAREST && here <= 1 - RAREST) {
			strata.add(new Stratum(Counted.of(histogram, bound), distribution.logOddsOfFactor(bound, rule.tolerated()),
					distribution.logOddsOfFactor(bound, rule.loose()),
					distribution.logOddsOfFactor(bound, rule.tight())));
		}
	}

	/** What each agent's observations were; those of all agents if it had few. */
	private static List<Distribution> distributions(List<HistogramColumns> histograms, double[] history) {
		Map<List<Double>, List<HistogramColumns>> alike = histograms.stream()
			.collect(Collectors.groupingBy(HistogramColumns::bounds));
		Map<List<Double>, Distribution> pooled = new HashMap<>();
		alike.forEach((bounds, members) -> pooled.put(bounds, sum(members, history)));
		return histograms.stream()
			.map((histogram) -> (history[histogram.all()] >= ENOUGH) ? sum(List.of(histogram), history)
					: Objects.requireNonNull(pooled.get(histogram.bounds())))
			.toList();
	}

	private static Distribution sum(List<HistogramColumns> histograms, double[] history) {
		double[] cumulative = new double[histograms.getFirst().bounds().size()];
		double all = 0;
		for (HistogramColumns histogram : histograms) {
			for (int i = 0; i < cumulative.length; i++) {
				cumulative[i] += history[histogram.columns().get(i)];
			}
			all += history[histogram.all()];
		}
		return new Distribution(histograms.getFirst().bounds(), cumulative, all);
	}

	private static Set<Margins> needed(double quantile) {
		if (quantile == 0.50 || quantile == 0.90) {
			return EnumSet.allOf(Margins.class);
		}
		return (quantile == 0.97) ? EnumSet.of(Margins.TIGHT) : EnumSet.noneOf(Margins.class);
	}

}
