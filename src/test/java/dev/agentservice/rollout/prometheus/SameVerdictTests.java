package dev.agentservice.rollout.prometheus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.agentservice.requirement.RequiresCommand;
import dev.agentservice.rollout.judge.RolloutJudge;
import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.ReplayStep;
import dev.agentservice.rollout.sample.Track;
import dev.agentservice.rollout.sample.replay.ReplayReader;
import dev.agentservice.rollout.simulation.RolloutSimulator;
import dev.agentservice.rollout.simulation.Scenarios;
import dev.agentservice.support.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
@Tag("process")
@Tag("prometheus")
@RequiresCommand("promtool --version")
class SameVerdictTests {

	/** Two hours ago: a Prometheus has samples of the past only. */
	private final long start = Instant.now().getEpochSecond() - 7200;

	private static final RolloutPolicy POLICY = PolicyReader.parse("version: 1");

	private static final List<ReplayStep> STEPS = List.of(new ReplayStep(10, 1800), new ReplayStep(50, 1800));

	@TempDir
	private Path directory;

	@Test
	void theSameSamplesHaveTheSameVerdictByReplayAndByPrometheus() throws Exception {
		StringWriter simulated = new StringWriter();
		RolloutSimulator.write(Scenarios.errors(0.13, 3), 1, 900, simulated);
		String replay = twoAgents(simulated.toString(), 900);
		Verdict expected = judge(replay);
		assertThat(expected.outcome()).isEqualTo(Verdict.Outcome.FAIL);
		OpenMetrics.write(replay, this.start, this.directory.resolve("samples.om"));
		RunningPrometheus.createBlocks(this.directory.resolve("samples.om"), this.directory);
		try (RunningPrometheus prometheus = new RunningPrometheus(this.directory, "[]")) {
			LiveRollout rollout = rollout(prometheus);
			assertThat(live(rollout)).isEqualTo(expected);
			LiveRollout resumed = rollout(prometheus);
			resumed.readUpTo(Instant.ofEpochSecond(this.start + 900));
			assertThat(resumed.judge(POLICY, STEPS, 60, (_, _) -> {
			})).isEqualTo(expected);
			StringWriter written = new StringWriter();
			rollout.write(STEPS, expected.seconds() / 15, written);
			assertThat(judge(written.toString())).isEqualTo(expected);
			assertThat(rollout.plumbing(Instant.ofEpochSecond(this.start + expected.seconds() + 10))).isEmpty();
			assertThat(rollout.plumbing(Instant.ofEpochSecond(this.start + expected.seconds() + 100))).get()
				.asString()
				.contains("within 45 s");
		}
	}

	/** Block by block, as it would have been while the rollout went on. */
	private @Nullable Verdict live(LiveRollout rollout) throws UnmeasurableException {
		for (int blocks = 1; blocks <= 60; blocks++) {
			rollout.readUpTo(Instant.ofEpochSecond(this.start + 15L * blocks + 10));
			Verdict verdict = rollout.judge(POLICY, STEPS, blocks, (_, _) -> {
			});
			if (verdict != null) {
				return verdict;
			}
		}
		return null;
	}

	private LiveRollout rollout(RunningPrometheus prometheus) {
		PrometheusSettings settings = new PrometheusSettings(prometheus.url(), "agent-service", null, null,
				Duration.ofSeconds(30));
		return new LiveRollout(settings, "r", Instant.ofEpochSecond(this.start),
				Map.of(Track.STABLE, "1.0.0", Track.CANARY, "1.1.0"));
	}

	private static Verdict judge(String replay) throws IOException {
		Recording recording = Objects
			.requireNonNull(new ReplayReader(new ByteArrayInputStream(replay.getBytes(StandardCharsets.UTF_8))).next());
		return new RolloutJudge(POLICY, recording).judge((_, _) -> {
		});
	}

	/** Fewer series and a shorter time: promtool is slow. */
	private static String twoAgents(String replay, double end) {
		JsonMapper json = JsonMapper.builder().build();
		List<String> lines = replay.lines().toList();
		ObjectNode header = (ObjectNode) json.readTree(lines.getFirst());
		int[] kept = IntStream.range(0, header.path("series").size())
			.filter((i) -> header.path("series").path(i).asString().matches("process.*|(?!.*first).*a[01]\".*"))
			.toArray();
		header.set("series", selected(header.path("series"), kept));
		StringBuilder out = new StringBuilder(header + "\n");
		for (String text : lines.subList(1, lines.size() - 1)) {
			ObjectNode line = (ObjectNode) json.readTree(text);
			if (line.path("t").doubleValue() <= end) {
				line.set("v", line.path("v").isNull() ? line.path("v") : selected(line.path("v"), kept));
				out.append(line).append('\n');
			}
		}
		return out.append("{\"end\": %s}\n".formatted(end)).toString();
	}

	private static ArrayNode selected(JsonNode list, int[] kept) {
		ArrayNode selected = JsonMapper.shared().createArrayNode();
		for (int index : kept) {
			selected.add(list.path(index));
		}
		return selected;
	}

}
