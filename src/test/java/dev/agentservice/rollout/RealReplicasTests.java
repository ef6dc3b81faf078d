package dev.agentservice.rollout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.requirement.RequiresCommand;
import dev.agentservice.rollout.control.FakeCluster;
import dev.agentservice.rollout.control.KubectlServer;
import dev.agentservice.rollout.control.Phase;
import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.prometheus.RunningPrometheus;
import dev.agentservice.rollout.prometheus.Timekeeper;
import dev.agentservice.support.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two real replicas, scraped by a real Prometheus, with regressions planted in what the
 * canary's provider does. A judgement has blocks of 15 s of real time, so all cases go on
 * at the same time; what became of each is looked at afterwards.
 */
@BesideOthers
@Tag("process")
@Tag("prometheus")
@RequiresCommand("prometheus --version")
class RealReplicasTests {

	/** One stable replica halves alpha. The first block is that of settling. */
	private static final String POLICY = """
			version: 1
			steps: [{weight: 50, hold: 45s, margins: loose}]
			error: {grace: 1s, then: hold}
			settle: 1s
			warm_up: 1s
			alpha: 0.5
			minimum_runs: 50
			limits: {error_rate: 0.5, crashes: 2}
			metrics:
			  errors: {weight: 0.31, floor_loose: 0.1}
			  cost: {weight: 0.31}
			  tools: {weight: 0.31, floor_loose: 0.1}
			  latency: {weight: 0.01, tolerated: 5, loose: 9, tight: 8, required: false}   # the machine's, not the release's
			  first: {weight: 0.01, tolerated: 5, loose: 9, tight: 8, required: false}
			  truncated: {weight: 0.01, floor_loose: 0.1}
			  rejections: {weight: 0.02, floor_loose: 0.1}
			  repeats: {weight: 0.02, required: false}   # people have two minutes to ask again
			""";

	@TempDir
	private static Path directory;

	private static final Map<String, Verdict> VERDICTS = new ConcurrentHashMap<>();

	private static final Map<String, String> LINES = new ConcurrentHashMap<>();

	private static final List<String> LOG = new ArrayList<>();

	private static final FakeCluster CLUSTER = new FakeCluster(Instant::now);

	private static @Nullable Process controller;

	@BeforeAll
	static void judgeAllCases() throws Exception {
		Files.writeString(directory.resolve("policy.yaml"), POLICY);
		// Runs that die with their process are failures, too; it is the crash loop that
		// is to be found.
		Files.writeString(directory.resolve("crashes.yaml"),
				POLICY.replace("alpha: 0.5", "alpha: 0.000001").replace("error_rate: 0.5", "error_rate: 0.9"));
		CLUSTER.readyCanary(3);
		try (TwoTracks tracks = new TwoTracks(directory);
				RunningPrometheus prometheus = new RunningPrometheus(directory, tracks.scrapes());
				KubectlServer kubectl = new KubectlServer(CLUSTER, directory);
				EvenLoad load = new EvenLoad(tracks)) {
			prometheus.awaitTargets(2 * TwoTracks.CASES.size());
			CompletableFuture<Void> crashes = monitor("crashes", prometheus, Instant.now(), "--step", "50:1h");
			crashTwice(tracks, prometheus);
			load.rise();
			// A whole second, and after what was awaited.
			Instant start = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 1);
			controller = rollout(prometheus, kubectl);
			List<CompletableFuture<Void>> cases = new ArrayList<>(List.of(crashes));
			// A pass takes more runs than a fail, and a busy machine has fewer of them.
			Map.of("cost", "50:45s", "errors", "50:45s", "tools", "50:45s", "steady", "50:60s")
				.forEach((name, step) -> cases
					.add(monitor(name, prometheus, start, "--step", step).thenRun(() -> load.end(name))));
			CompletableFuture<Void> blind = monitor("blind", prometheus, start, "--step", "50:1h", "--namespace",
					"steady");
			cases.forEach(CompletableFuture::join);
			await("the canary's weight").until(() -> CLUSTER.weightsNow().equals("50 50"));
			prometheus.die();
			blind.join();
			await("the controller holds").until(() -> CLUSTER.state().phase() == Phase.HELD);
		}
		finally {
			Process started = controller;
			if (started != null) {
				started.destroyForcibly();
			}
		}
	}

	/** A crash loop: Prometheus sees each process, and each dies. */
	private static void crashTwice(TwoTracks tracks, RunningPrometheus prometheus) throws IOException {
		for (int crash = 1; crash <= 2; crash++) {
			long before = Instant.now().getEpochSecond();
			tracks.crashCanary();
			prometheus.awaitAnswer(
					"/api/v1/query?query=count(process_start_time_seconds%7Btrack%3D%22canary%22%7D%3E" + before + ")",
					"\"" + TwoTracks.CASES.size() + "\"");
		}
	}

	@AfterAll
	static void forget() {
		VERDICTS.clear();
	}

	@ParameterizedTest
	@CsvSource({ "cost,cost", "errors,errors", "tools,tools", "crashes,crashes" })
	void aPlantedRegressionIsFoundAndNamed(String name, String metric) {
		Verdict verdict = verdict(name);
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.FAIL);
		assertThat(verdict.metric()).isEqualTo(metric);
	}

	/** One restart is none: the limit is two. */
	@Test
	void aCanaryThatCrashesAgainAndAgainIsFoundByItsRestarts() {
		assertThat(verdict("crashes").reason()).contains("2 restarts of the canary within");
	}

	@Test
	void theSameReleaseWithoutOnePasses() {
		Verdict verdict = verdict("steady");
		assertThat(verdict.outcome()).as("%s, %s", verdict.reason(), LOG).isEqualTo(Outcome.PASS);
		assertThat(verdict.reason()).contains("every step was passed");
	}

	@Test
	void withoutPrometheusNothingIsKnownAndTheTrafficStays() {
		Verdict verdict = verdict("blind");
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.ERROR);
		assertThat(verdict.reason()).contains("Prometheus cannot be asked");
		assertThat(CLUSTER.state().reason()).contains("cannot be measured: Prometheus cannot be asked");
		assertThat(CLUSTER.weightsNow()).isEqualTo("50 50");
	}

	/** The same samples from a file. */
	@ParameterizedTest
	@ValueSource(strings = { "cost", "errors", "tools", "steady", "crashes" })
	void whatWasReadHasTheSameVerdictAgain(String name) throws IOException {
		List<String> lines = new ArrayList<>();
		try (var files = Files.walk(directory.resolve("report-" + name))) {
			Path recording = files.filter((file) -> file.endsWith("samples.jsonl.gz")).findFirst().orElseThrow();
			JudgeCommand.run(List.of(policy(name), "--replay", recording.toString()), InputStream.nullInputStream(),
					lines::add, lines::add);
		}
		assertThat(lines).containsExactly(LINES.get(name));
	}

	private static String policy(String name) {
		return directory.resolve(name.equals("crashes") ? "crashes.yaml" : "policy.yaml").toString();
	}

	private static Verdict verdict(String name) {
		return Objects.requireNonNull(VERDICTS.get(name), name);
	}

	private static CompletableFuture<Void> monitor(String name, RunningPrometheus prometheus, Instant start,
			String... more) {
		List<String> arguments = new ArrayList<>(List.of(policy(name), "--namespace", name, "--prometheus",
				prometheus.url().toString(), "--start", Long.toString(start.getEpochSecond()), "--stable-version",
				TwoTracks.STABLE_VERSION, "--canary-version", TwoTracks.CANARY_VERSION, "--lag", "4s", "--report",
				directory.resolve("report-" + name).toString()));
		arguments.addAll(List.of(more));
		return CompletableFuture.runAsync(() -> MonitorCommand.run(arguments, Timekeeper.system(), (line, verdict) -> {
			VERDICTS.put(name, verdict);
			LINES.put(name, line);
		}, (line) -> {
			synchronized (LOG) {
				LOG.add(name + ": " + line);
			}
		}), Thread::startVirtualThread);
	}

	/** Gives the canary half of the traffic, and stays. */
	private static Process rollout(RunningPrometheus prometheus, KubectlServer kubectl) throws IOException {
		Path policy = Files.writeString(directory.resolve("long.yaml"), POLICY.replace("45s", "1h"));
		ProcessBuilder builder = new ProcessBuilder("scripts/rollout", "start", "--env", "prod", "--namespace",
				"steady", "--policy", policy.toString(), "--prometheus", prometheus.url().toString(), "--kubectl",
				kubectl.program().toString(), "--reason", "a test", "--report",
				directory.resolve("report-controller").toString())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("controller.log").toFile());
		builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
		return builder.start();
	}

}
