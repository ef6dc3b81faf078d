package dev.agentservice.rollout.judge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.judge.limit.EndedRuns;
import dev.agentservice.rollout.judge.limit.ErrorCounts;
import dev.agentservice.rollout.judge.limit.WarmUp;
import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Blocks;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Track;
import dev.agentservice.rollout.sample.Tracks;
import dev.agentservice.rollout.sample.series.EventCount;
import dev.agentservice.rollout.sample.series.ShareColumns;
import org.jspecify.annotations.Nullable;

/**
 * Judges a recorded rollout, block by block. What comes after a block changes nothing of
 * what was decided at it.
 */
public final class RolloutJudge {

	/**
	 * People ask again within two minutes. So long after a change of weight they do so
	 * because of answers from before it.
	 */
	private static final int ASKED_AGAIN = Blocks.in(Duration.ofMinutes(2));

	private final RolloutPolicy policy;

	private final Recording recording;

	private final Tracks tracks;

	private final Timeline timeline;

	private final MetricEvidence metrics;

	private final AbsoluteLimits limits;

	private boolean decided;

	private final Measurement measurement;

	private final WarmUp warmUp;

	private final List<ShareColumns> runs;

	private final EventCount ended;

	private final double bound;

	private final boolean alone;

	private final int repeatsLag;

	private long canaryRuns;

	private long runsOfStep;

	/** A judge of a recording. */
	public RolloutJudge(RolloutPolicy policy, Recording recording) {
		this.policy = policy;
		this.recording = recording;
		this.tracks = new Tracks(recording);
		this.timeline = new Timeline(recording.header().steps(), policy);
		this.alone = scrapedBefore(recording, this.tracks.stable()) < 2;
		this.bound = -Math.log(this.alone ? policy.alpha() / 2 : policy.alpha());
		this.repeatsLag = recording.catalog().countsRepeatsApart() ? ASKED_AGAIN : 0;
		this.runs = recording.catalog().shares(Metric.ERRORS);
		this.ended = recording.catalog().cancellations();
		this.metrics = new MetricEvidence(policy, recording, this.tracks, this.timeline.horizon(), this.bound);
		this.limits = new AbsoluteLimits(policy, this.timeline.horizon(), this.bound);
		this.measurement = new Measurement(policy, recording, this.tracks);
		this.warmUp = new WarmUp(recording, this.runs, Blocks.in(policy.warmUp()));
	}

	private static long scrapedBefore(Recording recording, int[] pods) {
		long scraped = 0;
		for (int pod : pods) {
			int block = Blocks.FIRST;
			while (block < 0 && recording.block(pod, block) == null) {
				block++;
			}
			scraped += (block < 0) ? 1 : 0;
		}
		return scraped;
	}

	/**
	 * Judges.
	 * @param observer sees what is known after each block
	 */
	public Verdict judge(BlockObserver observer) {
		lookBack();
		for (int block = 0; block < this.recording.length(); block++) {
			add(block);
			Verdict verdict = decide(block);
			this.decided = verdict != null;
			observer.judged(block, this);
			if (verdict != null) {
				return verdict;
			}
		}
		return verdict(Outcome.ERROR, this.recording.length() - 1, null, "the recording ends before the rollout does");
	}

	private void lookBack() {
		IntPredicate stable = (pod) -> this.recording.pods().get(pod).track() == Track.STABLE;
		for (int block = Blocks.FIRST; block < 0; block++) {
			int now = block;
			this.warmUp.add(block);
			this.metrics.before(block,
					(metric) -> metric.isTime() ? stable.and((pod) -> this.warmUp.isWarm(pod, now)) : stable);
		}
		this.warmUp.start(this.tracks.canary());
		this.metrics.start();
	}

	private void add(int block) {
		if (this.timeline.startsStep(block)) {
			this.metrics.startStep();
			this.limits.startStep();
			this.measurement.startStep(block);
			this.runsOfStep = 0;
		}
		ErrorCounts counts = ErrorCounts.of(this.recording, this.runs, this.tracks, block);
		this.canaryRuns += counts.canaryTrials();
		this.runsOfStep += counts.canaryTrials();
		this.warmUp.add(block);
		this.metrics.add(block, this.timeline.endsStep(block), (metric) -> compared(metric, block));
		this.limits.add(this.recording, this.tracks, block, counts);
		this.measurement.add(block, EndedRuns.of(this.recording, this.ended, this.tracks, block),
				this.timeline.weight(block), this.timeline.isSettled(block, 0));
	}

	/** Whose counts are compared in a block. */
	private IntPredicate compared(Metric metric, int block) {
		boolean settled = this.timeline.isSettled(block, (metric == Metric.REPEATS) ? this.repeatsLag : 0);
		return (pod) -> (settled || this.recording.pods().get(pod).track() == Track.STABLE)
				&& (!metric.isTime() || this.warmUp.isWarm(pod, block));
	}

	private @Nullable Verdict decide(int block) {
		Optional<Verdict> decided = failure(block)
			.or(() -> this.measurement.lasting().map((problem) -> verdict(Outcome.ERROR, block, null, problem)));
		if (decided.isPresent()) {
			return decided.get();
		}
		return (this.timeline.endsStep(block) && !this.timeline.isPassed(block)) ? promotion(block) : null;
	}

	private Optional<Verdict> failure(int block) {
		if (this.metrics.total() >= this.bound) {
			Metric worst = this.metrics.worst();
			return Optional.of(verdict(Outcome.FAIL, block, worst.key(), String.format(Locale.ROOT,
					"worse than stable: log evidence %.2f of %.2f", this.metrics.total(), this.bound)));
		}
		return this.limits.exceeded(this.metrics)
			.map((exceeded) -> verdict(Outcome.FAIL, block, exceeded.limit(), exceeded.reason()));
	}

	private @Nullable Verdict promotion(int block) {
		Optional<String> problem = this.measurement.problemAtEnd(block, this.timeline.isLast(block));
		if (problem.isPresent()) {
			return verdict(Outcome.ERROR, block, null, problem.get());
		}
		List<String> unproven = unproven(this.timeline.step(block));
		if (!unproven.isEmpty()) {
			return verdict(Outcome.INCONCLUSIVE, block, null, String.join("; ", unproven));
		}
		return this.timeline.isLast(block) ? verdict(Outcome.PASS, block, null, passed()) : null;
	}

	private String passed() {
		StringBuilder reason = new StringBuilder("every step was passed");
		int recorded = this.recording.header().steps().size();
		if (recorded < this.policy.steps().size()) {
			reason.append("; judged ")
				.append(recorded)
				.append(" of ")
				.append(this.policy.steps().size())
				.append(" policy steps");
		}
		List<String> unused = this.metrics.unused();
		if (!unused.isEmpty()) {
			reason.append("; not used, because neither track counts it: ").append(String.join(", ", unused));
		}
		return reason.toString();
	}

	private List<String> unproven(int step) {
		List<String> unproven = new ArrayList<>();
		if (this.runsOfStep < this.policy.minimumRuns()) {
			unproven.add(String.format(Locale.ROOT, "runs: the canary had %d of %d", this.runsOfStep,
					this.policy.minimumRuns()));
		}
		if (this.metrics.total() >= Math.log(3)) {
			unproven.add(String.format(Locale.ROOT, "%s: looks worse than stable (log evidence %.2f)",
					this.metrics.worst().key(), this.metrics.total()));
		}
		this.limits.unproven().ifPresent(unproven::add);
		this.measurement.unproven().ifPresent(unproven::add);
		unproven.addAll(this.metrics.unproven(this.policy.margins(step)));
		return unproven;
	}

	private Verdict verdict(Outcome outcome, int block, @Nullable String metric, String reason) {
		return new Verdict(outcome, Math.max(0, Blocks.end(block)), metric,
				this.alone ? reason + " (fewer than two stable replicas: alpha is halved)" : reason, this.canaryRuns);
	}

	/** Whether the present block has decided it. */
	public boolean isDecided() {
		return this.decided;
	}

	/** What is known after the present block, for people. */
	public JudgeState state() {
		return new JudgeState(this.metrics.total(), this.bound, this.canaryRuns, this.measurement.gaps(),
				this.metrics.states());
	}

}
