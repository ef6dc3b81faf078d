package dev.agentservice.rollout.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Pod;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.ReplayHeader;
import dev.agentservice.rollout.sample.ReplayStep;
import dev.agentservice.rollout.sample.Track;

/**
 * A rollout of which a test says what each replica counts in each block: so many
 * increments of each series, the same in all blocks unless the test changes them.
 */
final class Counted {

	static final String SUCCEEDED = "agent_runs_seconds_count{agent=\"a\",outcome=\"succeeded\"}";

	static final String FAILED = "agent_runs_seconds_count{agent=\"a\",outcome=\"failed\"}";

	/** No sample at all. */
	static final double NONE = -1;

	/** A scrape that failed. */
	static final double FAILS = -2;

	private static final String START = "process_start_time_seconds";

	private final List<Pod> pods = new ArrayList<>();

	private final List<String> series = new ArrayList<>(List.of(START));

	private Counts counts = (_, _, _) -> 0;

	private int steps = 1;

	private int end = 120;

	private int every = 1;

	private Starts starts = (_, _) -> -88_200;

	Counted pods(Track track, String version, int count) {
		for (int i = 0; i < count; i++) {
			this.pods.add(new Pod("p" + this.pods.size(), track, version));
		}
		return this;
	}

	Counted series(String... names) {
		this.series.addAll(Arrays.asList(names));
		return this;
	}

	Counted steps(int steps) {
		this.steps = steps;
		this.end = 120 * steps;
		return this;
	}

	/** Scrapes each replica only once in so many blocks, one after the other. */
	Counted every(int blocks) {
		this.every = blocks;
		return this;
	}

	/** When the process began that a replica has in a block. */
	Counted starts(Starts starts) {
		this.starts = starts;
		return this;
	}

	Counted end(int block) {
		this.end = block;
		return this;
	}

	/** What a replica counts in a block of a series; nothing for an absent series. */
	Counted counts(Counts counts) {
		this.counts = counts;
		return this;
	}

	Verdict judge() {
		return judge(PolicyReader.parse(""));
	}

	Verdict judge(RolloutPolicy policy) {
		return new RolloutJudge(policy, recording()).judge((_, _) -> {
		});
	}

	Recording recording() {
		List<ReplayStep> steps = new ArrayList<>();
		for (int i = 0; i < this.steps; i++) {
			steps.add(new ReplayStep((i == 0) ? 10 : 50, 1800));
		}
		Recording recording = new Recording(new ReplayHeader("r", 0, steps, this.pods, this.series));
		for (int pod = 0; pod < this.pods.size(); pod++) {
			scrape(recording, pod);
		}
		recording.end(15.0 * this.end);
		return recording;
	}

	private void scrape(Recording recording, int pod) {
		double[] values = new double[this.series.size()];
		double[] scraped = new double[values.length];
		for (int block = -120; block < this.end; block++) {
			double failed = 0;
			for (int i = 1; i < values.length; i++) {
				double increment = this.counts.of(pod, block, this.series.get(i));
				failed = Math.min(failed, increment);
				values[i] += Math.max(0, Double.isNaN(increment) ? 0 : increment);
				scraped[i] = Double.isNaN(increment) ? Double.NaN : values[i];
			}
			scraped[0] = this.starts.of(pod, block);
			if (Math.floorMod(block + pod, this.every) == 0) {
				scrape(recording, pod, 15.0 * (block + 1), (failed < 0) ? failed : 0, scraped);
			}
		}
	}

	private static void scrape(Recording recording, int pod, double time, double failed, double[] scraped) {
		if (failed == 0) {
			recording.scrape(pod, time, scraped);
		}
		else if (failed == FAILS) {
			recording.failed(pod, time);
		}
	}

	/** When a process began. */
	interface Starts {

		double of(int pod, int block);

	}

	/** What a replica counts. */
	interface Counts {

		/** {@code NaN} for an absent series; a negative number fails the scrape. */
		double of(int pod, int block, String series);

	}

}
