package dev.agentservice.rollout.judge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;

import dev.agentservice.rollout.judge.evidence.Dispersion;
import dev.agentservice.rollout.judge.evidence.Ends;
import dev.agentservice.rollout.judge.evidence.LogSum;
import dev.agentservice.rollout.judge.metric.MetricJudge;
import dev.agentservice.rollout.judge.metric.MetricState;
import dev.agentservice.rollout.policy.Margins;
import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Blocks;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Tracks;

/**
 * The evidence of all metrics: each has bet a part of the money, its weight.
 */
final class MetricEvidence {

	private final RolloutPolicy policy;

	private final double bound;

	private final List<MetricJudge> metrics = new ArrayList<>();

	private Map<Metric, Double> terms = new EnumMap<>(Metric.class);

	/** Blocks of a round. */
	private final int round;

	MetricEvidence(RolloutPolicy policy, Recording recording, Tracks tracks, int horizon, double bound) {
		this.policy = policy;
		this.round = recording.round();
		this.bound = bound;
		for (Metric metric : Metric.values()) {
			this.metrics.add(new MetricJudge(metric, policy, recording, tracks, -Blocks.FIRST, horizon));
		}
	}

	/** Adds a block of the time before the canary had traffic. */
	void before(int block, Function<Metric, IntPredicate> compared) {
		for (MetricJudge judge : this.metrics) {
			judge.before(block, ends(block, block == -1), compared.apply(judge.metric()));
		}
	}

	/** Notes that the canary gets its first traffic. */
	void start() {
		this.metrics.forEach(MetricJudge::start);
	}

	/** Notes that a step begins. */
	void startStep() {
		this.metrics.forEach(MetricJudge::startStep);
	}

	/** Adds a block. */
	void add(int block, boolean endsStep, Function<Metric, IntPredicate> compared) {
		Ends ends = ends(block, endsStep);
		Map<Metric, Double> terms = new EnumMap<>(Metric.class);
		for (MetricJudge judge : this.metrics) {
			judge.add(block, ends, compared.apply(judge.metric()));
			terms.put(judge.metric(), Math.log(judge.weight()) + judge.evidence() - bar(judge));
		}
		this.terms = terms;
	}

	private Ends ends(int block, boolean endsStep) {
		return new Ends(endsStep || Math.floorMod(block + 1, this.round) == 0,
				Math.floorMod(block + 1, Dispersion.STRETCH) < this.round);
	}

	/** The metrics that neither track has counted. */
	List<String> unused() {
		return this.metrics.stream().filter((judge) -> !judge.isUsed()).map((judge) -> judge.metric().key()).toList();
	}

	private double bar(MetricJudge judge) {
		return judge.bar(Math.log(this.policy.placeboAhead()), this.bound);
	}

	/** The log evidence that the canary is worse in any metric. */
	double total() {
		return LogSum.of(this.terms.values().stream().mapToDouble(Double::doubleValue).toArray());
	}

	/** The metric that contributes most to it. */
	Metric worst() {
		return this.terms.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElseThrow();
	}

	/** The log evidence of failures alone, and what is subtracted from it. */
	double errors() {
		return errorJudge().evidence();
	}

	double errorBar() {
		return bar(errorJudge());
	}

	private MetricJudge errorJudge() {
		return this.metrics.stream().filter((judge) -> judge.metric() == Metric.ERRORS).findFirst().orElseThrow();
	}

	/** What is not shown at the end of a step, a sentence for each metric. */
	List<String> unproven(Margins margins) {
		List<String> unproven = new ArrayList<>();
		double proof = -Math.log(this.policy.beta());
		for (MetricJudge judge : this.metrics) {
			judge.unproven(margins, proof).ifPresent((reason) -> unproven.add(judge.metric().key() + ": " + reason));
		}
		return unproven;
	}

	/** What is known of each metric, for people. */
	List<MetricState> states() {
		return this.metrics.stream().map((judge) -> judge.state(bar(judge))).toList();
	}

}
