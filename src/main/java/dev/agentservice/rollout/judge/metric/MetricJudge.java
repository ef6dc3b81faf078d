package dev.agentservice.rollout.judge.metric;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;

import dev.agentservice.rollout.judge.evidence.Ends;
import dev.agentservice.rollout.judge.evidence.LogSum;
import dev.agentservice.rollout.judge.metric.Stratum.Counted;
import dev.agentservice.rollout.policy.Margins;
import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.policy.MetricRule;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Tracks;
import dev.agentservice.rollout.sample.series.HistogramColumns;

/**
 * Judges one metric.
 */
public final class MetricJudge {

	private final Metric metric;

	private final MetricRule rule;

	private final Recording recording;

	private final Tracks tracks;

	private final Comparability comparability;

	private final List<ThresholdJudge> thresholds = new ArrayList<>();

	/** What was counted since the last round, for each threshold. */
	private final List<Tally> pending = new ArrayList<>();

	/** How bad any stable replica ever looked. */
	private double worstReplica = Double.NEGATIVE_INFINITY;

	/**
	 * A judge that has seen no block.
	 * @param metric what it judges
	 * @param policy how
	 * @param recording what was counted
	 * @param tracks whose
	 * @param history how many blocks there are before the start
	 * @param horizon how many blocks there can be after it
	 */
	public MetricJudge(Metric metric, RolloutPolicy policy, Recording recording, Tracks tracks, int history,
			int horizon) {
		this.metric = metric;
		this.rule = policy.rule(metric);
		this.recording = recording;
		this.tracks = tracks;
		this.comparability = new Comparability(metric, counts(metric, recording));
		for (Threshold threshold : thresholds()) {
			this.thresholds.add(new ThresholdJudge(metric, this.rule, threshold, tracks, history, horizon));
			this.pending.add(new Tally(recording.pods().size(), threshold.strata()));
		}
	}

	private static List<Counted> counts(Metric metric, Recording recording) {
		if (metric.isShare()) {
			return recording.catalog().shares(metric).stream().map(Counted::of).toList();
		}
		return recording.catalog().histograms(metric).stream().map((histogram) -> Counted.of(histogram, 0)).toList();
	}

	private List<Threshold> thresholds() {
		if (this.metric.isShare()) {
			Threshold share = Thresholds.of(this.metric, this.rule, this.recording.catalog().shares(this.metric));
			return share.strata().isEmpty() ? List.of() : List.of(share);
		}
		List<HistogramColumns> histograms = this.recording.catalog().histograms(this.metric);
		return Thresholds.of(this.rule, histograms, this.recording.before(this.tracks.stable()));
	}

	/**
	 * Adds a block of the time before the canary had traffic.
	 * @param block its number
	 * @param ends what ends with it
	 * @param included whose counts are compared
	 */
	public void before(int block, Ends ends, IntPredicate included) {
		tally(block, included);
		if (ends.round()) {
			forEach((threshold, tally) -> threshold.before(tally, ends.stretch()));
		}
	}

	/** Notes that the canary gets its first traffic. */
	public void start() {
		this.thresholds.forEach(ThresholdJudge::start);
	}

	/** Notes that a step begins. */
	public void startStep() {
		this.comparability.startStep();
	}

	/**
	 * Adds a block.
	 * @param block its number
	 * @param ends what ends with it
	 * @param included whose counts are compared
	 */
	public void add(int block, Ends ends, IntPredicate included) {
		tally(block, included);
		if (ends.round()) {
			forEach((threshold, tally) -> threshold.add(tally, ends.stretch()));
		}
	}

	private void tally(int block, IntPredicate included) {
		this.comparability.add(this.recording, this.tracks, block, included);
		this.pending.forEach((tally) -> tally.add(this.recording, block, included));
	}

	private void forEach(BiConsumer<ThresholdJudge, Tally> consumer) {
		for (int i = 0; i < this.thresholds.size(); i++) {
			ThresholdJudge threshold = this.thresholds.get(i);
			consumer.accept(threshold, this.pending.get(i));
			this.pending.set(i, this.pending.get(i).next(this.tracks.allStable(), this.tracks.allCanary()));
		}
		lookAtReplicas();
	}

	private void lookAtReplicas() {
		List<double[]> logs = this.thresholds.stream().map(ThresholdJudge::placebo).toList();
		int replicas = logs.isEmpty() ? 0 : logs.getFirst().length;
		for (int i = 0; i < replicas; i++) {
			int replica = i;
			this.worstReplica = Math.max(this.worstReplica,
					LogSum.mean(logs.stream().mapToDouble((log) -> log[replica]).toArray()));
		}
	}

	/** Whether any track has counted it. */
	public boolean isUsed() {
		return this.comparability.isUsed();
	}

	/** The metric. */
	public Metric metric() {
		return this.metric;
	}

	/** Its part of alpha. */
	public double weight() {
		return this.rule.weight();
	}

	/** The log evidence against the canary: the mean of the thresholds. */
	public double evidence() {
		if (!this.comparability.isComparable()) {
			return 0;
		}
		return LogSum.mean(this.thresholds.stream().mapToDouble(ThresholdJudge::evidence).toArray());
	}

	/**
	 * What is subtracted from it.
	 * @param logAhead the logarithm of how many times worse than any stable replica the
	 * canary has to look
	 * @param bound the log evidence that convicts
	 */
	public double bar(double logAhead, double bound) {
		return Math.max(0, this.worstReplica - bound + logAhead);
	}

	/**
	 * Why a step may not be passed, if it may not.
	 * @param margins of the step
	 * @param bound the log evidence that is needed
	 */
	public Optional<String> unproven(Margins margins, double bound) {
		if (!this.rule.required() || !this.comparability.isUsed()) {
			return Optional.empty();
		}
		return this.comparability.gap()
			.or(() -> unmeasured(margins))
			.or(() -> unproven(this.thresholds, margins, bound));
	}

	private Optional<String> unmeasured(Margins margins) {
		Set<String> measured = new HashSet<>();
		this.thresholds.stream()
			.filter((threshold) -> threshold.isNeeded(margins))
			.flatMap((threshold) -> threshold.threshold().strata().stream())
			.forEach((stratum) -> measured.add(stratum.name()));
		return this.comparability.counted()
			.filter((name) -> !measured.contains(name))
			.findFirst()
			.map((name) -> "no bound separates what stable observed of agent " + name + " before the rollout");
	}

	private Optional<String> unproven(List<ThresholdJudge> thresholds, Margins margins, double bound) {
		return thresholds.stream()
			.filter((threshold) -> threshold.isNeeded(margins) && threshold.proof(margins) < bound)
			.findFirst()
			.map((threshold) -> String.format(Locale.ROOT,
					"worse by a factor of %s is not refuted (%s: log evidence %.2f of %.2f)", this.rule.margin(margins),
					threshold.threshold().label(), threshold.proof(margins), bound));
	}

	/** What is known so far, for people. */
	public MetricState state(double bar) {
		return new MetricState(this.metric, this.comparability.isUsed(), evidence(), bar,
				this.thresholds.stream().map(ThresholdJudge::state).toList());
	}

}
