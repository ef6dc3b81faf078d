package dev.agentservice.rollout.policy;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads what the policy says of the metrics.
 */
final class MetricRules {

	private static final double MOST = 1000;

	private MetricRules() {
	}

	static Map<Metric, MetricRule> read(PolicyBlock block) {
		Map<Metric, MetricRule> rules = new EnumMap<>(Metric.class);
		for (Metric metric : Metric.values()) {
			rules.put(metric, block.block(metric.key(), (rule) -> rule(rule, metric, standard(metric))));
		}
		double sum = rules.values().stream().mapToDouble(MetricRule::weight).sum();
		block.require(Math.abs(sum - 1) < 1e-6, String.format(Locale.ROOT, "the weights sum to %.6g, not to 1", sum));
		return rules;
	}

	private static MetricRule rule(PolicyBlock block, Metric metric, MetricRule standard) {
		double weight = block.number("weight", standard.weight(), 0, 1);
		double tolerated = block.number("tolerated", standard.tolerated(), 1, MOST);
		double loose = block.number("loose", standard.loose(), 1.001, MOST);
		double tight = block.number("tight", standard.tight(), 1.001, MOST);
		block.require(tight <= loose, "the tight margin must not exceed the loose one");
		block.require(tolerated <= tight, "what is tolerated must not exceed the margins, which have to be refuted");
		double floorLoose = metric.isShare() ? block.number("floor_loose", standard.floorLoose(), 1e-6, 1) : 1;
		double floorTight = metric.isShare() ? block.number("floor_tight", standard.floorTight(), 1e-6, 1) : 1;
		block.require(floorTight <= floorLoose, "the tight floor must not exceed the loose one");
		return new MetricRule(weight, tolerated, loose, tight, floorLoose, floorTight,
				block.flag("required", standard.required()));
	}

	private static MetricRule standard(Metric metric) {
		return switch (metric) {
			case ERRORS -> share(0.32, 1.20, 2.0, 1.4, 0.03, 0.02);
			case LATENCY -> value(0.15, 1.40, 1.20);
			case FIRST -> value(0.10, 1.50, 1.25);
			case COST -> value(0.15, 1.40, 1.20);
			case TOOLS -> share(0.08, 1.25, 3.0, 1.8, 0.05, 0.03);
			case TRUNCATED -> share(0.06, 1.25, 3.0, 2.0, 0.05, 0.03);
			case REJECTIONS -> share(0.06, 1.25, 3.0, 2.0, 0.03, 0.02);
			case REPEATS -> share(0.08, 1.20, 2.0, 1.5, 0.05, 0.03);
		};
	}

	private static MetricRule share(double weight, double tolerated, double loose, double tight, double floorLoose,
			double floorTight) {
		return new MetricRule(weight, tolerated, loose, tight, floorLoose, floorTight, true);
	}

	private static MetricRule value(double weight, double loose, double tight) {
		return new MetricRule(weight, 1.10, loose, tight, 1, 1, true);
	}

}
