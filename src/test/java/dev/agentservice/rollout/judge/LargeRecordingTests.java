package dev.agentservice.rollout.judge;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.rollout.sample.Pod;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.ReplayHeader;
import dev.agentservice.rollout.sample.ReplayStep;
import dev.agentservice.rollout.sample.Track;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recordings of many replicas and series. What they cost is measured in time of the
 * processor, so they run alone; the bounds are several times what it takes.
 */
class LargeRecordingTests {

	private static final int BOUNDS = 50;

	private static final int PODS = 50;

	private static final int AGENTS = 5000 / (BOUNDS + 3);

	private static long small;

	private static long large;

	private static Verdict verdict = new Verdict(Outcome.ERROR, 0, null, "not judged", 0);

	@BeforeAll
	static void judgeBoth() {
		judge(4, 10);
		long start = cpu();
		judge(PODS / 4, AGENTS / 4);
		small = cpu() - start;
		verdict = judge(PODS, AGENTS);
		large = cpu() - start - small;
	}

	@Tag("slow")
	@Test
	void fiftyReplicasWithFiveThousandSeriesAreJudgedInTimeAndMemory() {
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
		assertThat(large / 1e9).as("seconds").isLessThan(60);
	}

	/** Four times as much of both takes about 16 times as long, and not 256 times. */
	@Tag("slow")
	@Test
	void theTimeGrowsWithReplicasAndSeries() {
		assertThat((double) large / small).isLessThan(60);
	}

	private static long cpu() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

	private static Verdict judge(int pods, int agents) {
		List<Pod> all = new ArrayList<>();
		for (int i = 0; i < pods; i++) {
			boolean canary = i % 2 == 1;
			all.add(new Pod("p" + i, canary ? Track.CANARY : Track.STABLE, canary ? "2" : "1"));
		}
		List<String> series = new ArrayList<>(List.of("process_start_time_seconds"));
		for (int agent = 0; agent < agents; agent++) {
			String label = "agent=\"a%d\",".formatted(agent);
			series.add("agent_runs_seconds_count{%soutcome=\"succeeded\"}".formatted(label));
			series.add("agent_runs_seconds_count{%soutcome=\"failed\"}".formatted(label));
			for (int i = 0; i < BOUNDS; i++) {
				series.add("agent_runs_seconds_bucket{%soutcome=\"succeeded\",le=\"%s\"}".formatted(label,
						Math.pow(1.2, i)));
			}
			series.add("agent_runs_seconds_bucket{%soutcome=\"succeeded\",le=\"+Inf\"}".formatted(label));
		}
		Recording recording = new Recording(
				new ReplayHeader("large", 0, List.of(new ReplayStep(50, 1800)), all, series));
		for (int pod = 0; pod < pods; pod++) {
			scrape(recording, pod, agents, series.size());
		}
		recording.end(1800);
		return new RolloutJudge(PolicyReader.parse(""), recording).judge((_, _) -> {
		});
	}

	/** Each agent has twenty runs in a block, of 1 to 100 s, and in some one fails. */
	private static void scrape(Recording recording, int pod, int agents, int series) {
		double[] values = new double[series];
		values[0] = -88_200;
		for (int block = -120; block < 120; block++) {
			for (int agent = 0; agent < agents; agent++) {
				int first = 1 + agent * (BOUNDS + 3);
				values[first] += 20;
				values[first + 1] += (Math.floorMod(block + agent + pod, 4) == 3) ? 1 : 0;
				for (int i = 0; i <= BOUNDS; i++) {
					values[first + 2 + i] += Math.min(20, i / 2);
				}
			}
			recording.scrape(pod, 15.0 * (block + 1), values);
		}
	}

}
