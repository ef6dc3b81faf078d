package dev.agentservice.rollout.prometheus;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.agentservice.rollout.judge.BlockObserver;
import dev.agentservice.rollout.judge.RolloutJudge;
import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Blocks;
import dev.agentservice.rollout.sample.Pod;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.ReplayHeader;
import dev.agentservice.rollout.sample.ReplayStep;
import dev.agentservice.rollout.sample.Track;
import dev.agentservice.rollout.sample.replay.ReplayWriter;
import org.jspecify.annotations.Nullable;

/**
 * A rollout that goes on. It keeps samples only, and is judged from the beginning each
 * time: the same samples have the same verdict, in this process, in the one that replaces
 * it, and in a replay of what was written.
 */
public final class LiveRollout {

	/** Two clocks that differ by more have other blocks. */
	private static final Duration LARGEST_SKEW = Duration.ofSeconds(10);

	private static final long LONGEST_SILENCE = 180_000;

	private final String name;

	private final Instant start;

	private final Map<Track, String> expected;

	private final RawSamples samples = new RawSamples();

	private final SampleReader reader;

	/**
	 * Nothing is read yet.
	 * @param name what the recording is called
	 * @param start when the canary got its first weight
	 * @param expected the release of each track, where known
	 */
	public LiveRollout(PrometheusSettings settings, String name, Instant start, Map<Track, String> expected) {
		this.name = name;
		this.start = start;
		this.expected = Map.copyOf(expected);
		this.reader = new SampleReader(new PrometheusClient(settings), settings.namespace(), this.samples,
				start.minusSeconds(Blocks.HISTORY_SECONDS));
	}

	/**
	 * Reads what has come since the last time.
	 * @throws UnmeasurableException if it could not, or if it cannot be judged
	 */
	public void readUpTo(Instant now) throws UnmeasurableException {
		this.reader.readUpTo(now);
		String complaint = this.samples.tooSeldom().orElse(null);
		if (complaint != null) {
			throw new UnmeasurableException(complaint);
		}
	}

	/** What is asked for, for the report. */
	public List<String> queries() {
		return this.reader.queries();
	}

	/**
	 * Judges so many blocks.
	 * @return nothing if they do not decide it
	 * @throws UnmeasurableException if the samples cannot be judged
	 */
	public @Nullable Verdict judge(RolloutPolicy policy, List<ReplayStep> steps, int blocks, BlockObserver observer)
			throws UnmeasurableException {
		Verdict other = otherRelease(blocks);
		if (other != null) {
			return other;
		}
		Recording recording = recording(steps, blocks);
		// One block more, and empty: what is decided there is decided by the lack of it.
		recording.end(Blocks.end(blocks));
		Verdict verdict = new RolloutJudge(policy, recording).judge((block, judge) -> {
			if (block < blocks) {
				observer.judged(block, judge);
			}
		});
		return (verdict.seconds() <= Blocks.end(blocks - 1)) ? verdict : null;
	}

	/**
	 * Judges so many blocks, and tells a step that is passed.
	 * @param newest sees what is known after the last block, or the one that decides
	 * @return {@code PASS} if they end with a step that is not yet passed, and nothing
	 * keeps it from that; nothing if they do not decide it
	 * @throws UnmeasurableException if the samples cannot be judged
	 */
	public @Nullable Verdict judgeStep(RolloutPolicy policy, List<ReplayStep> steps, int blocks, BlockObserver newest)
			throws UnmeasurableException {
		long[] runs = { -1 };
		Verdict verdict = judge(policy, steps, blocks, (block, judge) -> {
			if (block == blocks - 1) {
				runs[0] = judge.state().canaryRuns();
			}
			if (block == blocks - 1 || judge.isDecided()) {
				newest.judged(block, judge);
			}
		});
		if (verdict != null || runs[0] < 0) {
			return verdict;
		}
		int step = StepEnd.of(steps, blocks);
		return (step < 0 || steps.get(step).passed()) ? null : new Verdict(Verdict.Outcome.PASS, Blocks.end(blocks - 1),
				null, "step %d was passed".formatted(step + 1), runs[0]);
	}

	/**
	 * What was counted in so many blocks.
	 * @throws UnmeasurableException if it is no recording
	 */
	public Recording recording(List<ReplayStep> steps, int blocks) throws UnmeasurableException {
		try {
			Recording recording = new Recording(header(steps, blocks));
			rows(blocks, recording::scrape, recording::failed);
			recording.end(Math.max(0, Blocks.end(blocks - 1)));
			return recording;
		}
		catch (IllegalArgumentException ex) {
			throw new UnmeasurableException("the samples cannot be judged: " + ex.getMessage());
		}
	}

	/**
	 * Ended and failed runs of the replicas of one release in so many blocks.
	 * @return how many ended, and how many of them failed
	 * @throws UnmeasurableException if the samples cannot be judged
	 */
	public long[] runs(String version, int blocks) throws UnmeasurableException {
		Recording recording = recording(List.of(new ReplayStep(50, Math.max(Blocks.SECONDS, Blocks.end(blocks - 1)))),
				blocks);
		if (pods(until(blocks)).stream()
			.noneMatch((pod) -> pod.pod().version().equals(version)
					&& until(blocks) - pod.lastScrape(until(blocks)) <= LONGEST_SILENCE)) {
			throw new UnmeasurableException("no replica of %s was scraped within 3 min".formatted(version));
		}
		return new RunCounts(recording, version).within(blocks);
	}

	/**
	 * How often replicas of one release were restarted.
	 * @param after restarts up to this moment are not counted
	 */
	public int restarts(String version, Instant after) {
		int start = this.samples.series().indexOf(Plumbing.PROCESS);
		return (start < 0) ? 0
				: pods(Long.MAX_VALUE).stream()
					.filter((pod) -> pod.pod().version().equals(version))
					.mapToInt((pod) -> pod.restarts(start, after.toEpochMilli()))
					.sum();
	}

	/**
	 * Writes what was read, in the format that {@code scripts/judge} replays.
	 * @throws IOException if it cannot be written
	 */
	public void write(List<ReplayStep> steps, int blocks, Writer out) throws IOException {
		ReplayWriter writer = new ReplayWriter(out);
		writer.header(header(steps, blocks));
		rows(blocks, writer::sample, (pod, time) -> writer.sample(pod, time, null));
		writer.end(Math.max(0, Blocks.end(blocks - 1)));
	}

	/**
	 * The judge knows what a track began with, and not what it should have begun with.
	 */
	private @Nullable Verdict otherRelease(int blocks) {
		for (Map.Entry<Track, String> wanted : this.expected.entrySet()) {
			List<Pod> pods = pods(until(blocks)).stream()
				.map(PodSamples::pod)
				.filter((pod) -> pod.track() == wanted.getKey())
				.toList();
			if (!pods.isEmpty() && pods.stream().noneMatch((pod) -> pod.version().equals(wanted.getValue()))) {
				Pod found = pods.getFirst();
				return new Verdict(Verdict.Outcome.ERROR, Math.max(0, Blocks.end(blocks - 1)), null,
						"%s of %s has version %s, not %s".formatted(found.name(), found.track().key(), found.version(),
								wanted.getValue()),
						0);
			}
		}
		return null;
	}

	/** The replicas that were scraped up to a moment. */
	List<PodSamples> pods(long until) {
		long start = this.start.toEpochMilli();
		return this.samples.pods(this.expected, start - 1000L * Blocks.HISTORY_SECONDS, start, until);
	}

	/**
	 * What keeps the release from being measured, if anything does.
	 * @param now up to when samples were read
	 */
	public Optional<String> plumbing(Instant now) {
		Duration ahead = this.reader.ahead();
		if (ahead.abs().compareTo(LARGEST_SKEW) > 0) {
			return Optional
				.of("the clock of Prometheus differs from this machine's by %d s".formatted(ahead.toSeconds()));
		}
		return new Plumbing(this.expected, this.samples.series(), now.toEpochMilli())
			.complaint(pods(now.toEpochMilli()));
	}

	private ReplayHeader header(List<ReplayStep> steps, int blocks) {
		List<Pod> pods = new ArrayList<>();
		for (PodSamples samples : pods(until(blocks))) {
			Pod pod = samples.pod();
			boolean taken = pods.stream().anyMatch((other) -> other.name().equals(pod.name()));
			pods.add(taken ? new Pod(pod.name() + "@" + pod.version(), pod.track(), pod.version()) : pod);
		}
		List<String> series = this.samples.series();
		return new ReplayHeader(this.name, this.start.toEpochMilli() / 1000.0, steps, pods, series);
	}

	private long until(int blocks) {
		return this.start.toEpochMilli() + 1000L * Math.max(0, Blocks.end(blocks - 1));
	}

	private <X extends Exception> void rows(int blocks, Scrape<X> scrape, Failure<X> failure) throws X {
		long start = this.start.toEpochMilli();
		long from = start - 1000L * Blocks.HISTORY_SECONDS - SampleReader.OVERLAP.toMillis();
		List<PodSamples> pods = pods(until(blocks));
		int width = this.samples.series().size();
		for (int pod = 0; pod < pods.size(); pod++) {
			for (var row : pods.get(pod).rows().subMap(from, true, until(blocks), true).entrySet()) {
				double time = (row.getKey() - start) / 1000.0;
				if (PodSamples.isScrape(row.getValue())) {
					scrape.take(pod, time, padded(row.getValue(), width));
				}
				else {
					failure.take(pod, time);
				}
			}
		}
	}

	private static double[] padded(double[] row, int width) {
		double[] padded = Arrays.copyOf(row, width);
		if (row.length < width) {
			Arrays.fill(padded, row.length, width, Double.NaN);
		}
		return padded;
	}

	/** Where the judge decides about a step. */
	private static final class StepEnd {

		/** The step that ends with so many blocks; negative if none does. */
		static int of(List<ReplayStep> steps, int blocks) {
			double seconds = 0;
			for (int step = 0; step < steps.size(); step++) {
				seconds += steps.get(step).seconds();
				if (Blocks.atOrAfter(seconds) == blocks) {
					return step;
				}
			}
			return -1;
		}

	}

	private interface Scrape<X extends Exception> {

		void take(int pod, double time, double[] values) throws X;

	}

	private interface Failure<X extends Exception> {

		void take(int pod, double time) throws X;

	}

}
