package dev.agentservice.rollout.control.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.agentservice.requirement.RequiresCommand;
import dev.agentservice.rollout.control.Phase;
import dev.agentservice.rollout.control.RolloutState;
import dev.agentservice.rollout.judge.JudgeState;
import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.PrometheusSettings;
import dev.agentservice.rollout.prometheus.RunningPrometheus;
import dev.agentservice.rollout.prometheus.UnmeasurableException;
import dev.agentservice.rollout.sample.ReplayStep;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@BesideOthers
@Tag("process")
@Tag("prometheus")
@RequiresCommand("promtool --version")
class LiveEvidenceTests {

	private final long start = Instant.now().getEpochSecond() - 3600;

	private static final RolloutPolicy POLICY = PolicyReader.parse("version: 1");

	private static final List<ReplayStep> STEPS = List.of(new ReplayStep(50, 1800));

	@TempDir
	private Path directory;

	@Test
	void whatPrometheusHasIsJudgedAndWrittenDown() throws Exception {
		createBlocks();
		try (RunningPrometheus prometheus = new RunningPrometheus(this.directory, "[]")) {
			List<String> log = new ArrayList<>();
			JudgeFigures figures = new JudgeFigures();
			PrometheusSettings settings = new PrometheusSettings(prometheus.url(), "agent-service", null, null,
					Duration.ofSeconds(30));
			LiveEvidence evidence = new LiveEvidence(settings, POLICY, this.directory.resolve("report"), figures,
					log::add);
			Instant now = Instant.ofEpochSecond(this.start + 160);
			RolloutState state = state();
			assertThat(evidence.plumbing(state, now)).isEmpty();
			Verdict verdict = Objects.requireNonNull(evidence.judge(state, POLICY, STEPS, 10, now));
			assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.FAIL);
			evidence.decided(state, POLICY, STEPS, 10, verdict);
			assertThat(log).isEmpty();
			assertThat(figures.verdicts(Verdict.Outcome.FAIL)).isOne();
			JudgeState newest = Objects.requireNonNull(figures.newest());
			assertThat(newest.total()).isPositive();
			assertThat(figures.judgedAt()).isEqualTo(now);
			trafficIsForecast(new Traffic(settings), now);
			assertThat(this.directory.resolve("report/r-1/report.md")).content()
				.contains("- `agent_runs_seconds_count{namespace=\"agent-service\",track=~\"stable|canary\"}`");
			assertThat(this.directory.resolve("report/r-1")).isDirectoryContaining("glob:**report.md")
				.isDirectoryContaining("glob:**samples.jsonl.gz");
			assertThat(evidence.beyondLimits(state, Instant.ofEpochSecond(this.start), now)).get()
				.asString()
				.contains("of 3000 runs of all replicas failed");
			oldEvidenceIsNone(prometheus, evidence, figures, state, now);
		}
	}

	private static void oldEvidenceIsNone(RunningPrometheus prometheus, LiveEvidence evidence, JudgeFigures figures,
			RolloutState state, Instant now) {
		prometheus.close();
		assertThatExceptionOfType(UnmeasurableException.class)
			.isThrownBy(() -> evidence.judge(state, POLICY, STEPS, 11, now.plusSeconds(15)));
		assertThat(figures.newest()).isNull();
	}

	private static void trafficIsForecast(Traffic traffic, Instant now) {
		assertThat(traffic.forecast(POLICY, "1", now)).hasSize(1 + POLICY.steps().size())
			.first()
			.asString()
			.startsWith("stable ended 18.");
		assertThat(traffic.forecast(POLICY, "3", now)).singleElement()
			.asString()
			.startsWith("the traffic is not known: no replica of 3");
	}

	private void createBlocks() throws Exception {
		List<String> lines = new ArrayList<>();
		for (String counter : List.of("process_start_time_seconds{%s}",
				"agent_runs_seconds_count{%s,outcome=\"failed\"}",
				"agent_runs_seconds_count{%s,outcome=\"succeeded\"}")) {
			samples(lines, counter, "pod=\"p0\",track=\"stable\",version=\"1\"", 0.02);
			samples(lines, counter, "pod=\"p1\",track=\"stable\",version=\"1\"", 0.02);
			samples(lines, counter, "pod=\"p2\",track=\"canary\",version=\"2\"", 0.40);
		}
		lines.add("# EOF\n");
		RunningPrometheus.createBlocks(
				Files.writeString(this.directory.resolve("samples.om"), String.join("\n", lines)), this.directory);
	}

	private void samples(List<String> lines, String counter, String labels, double failures) {
		for (long t = this.start - 600; t <= this.start + 300; t += 15) {
			double runs = 20 * (t - this.start + 700);
			double value = counter.startsWith("process") ? this.start - 700
					: Math.round(counter.contains("failed") ? failures * runs : (1 - failures) * runs);
			lines.add("%s %.1f %d".formatted(counter.formatted("namespace=\"agent-service\",agent=\"a\"," + labels),
					value, t));
		}
	}

	private RolloutState state() {
		return new RolloutState("r-1", new RolloutState.Releases("1", "i", 2, "2", "j", 2), "", Phase.STEPPING,
				this.start, 0, this.start + 1800, -1, 0, List.of(new RolloutState.Mark(this.start, 50)), 1, 0, null, 0,
				Phase.ROLLED_BACK, false, null, 0, null, null, "ada", "test", "");
	}

}
