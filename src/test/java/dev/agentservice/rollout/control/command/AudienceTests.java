package dev.agentservice.rollout.control.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import dev.agentservice.rollout.control.Phase;
import dev.agentservice.rollout.control.RolloutState;
import dev.agentservice.rollout.judge.JudgeState;
import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.judge.metric.MetricState;
import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.support.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
class AudienceTests {

	private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final List<String> errors = new CopyOnWriteArrayList<>();

	private HttpServer server;

	@TempDir
	private Path directory;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			this.told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void peopleAreToldOnceOfWhatWasDecidedOrHasToBe() {
		RolloutState stepping = state(Phase.STEPPING, 10, "step 1");
		RolloutState held = state(Phase.HELD, 10, "inconclusive: errors: not proven");
		RolloutState back = state(Phase.ROLLING_BACK, 10, "errors: worse than stable");
		hear((audience) -> {
			audience.changed(null, stepping, NOW);
			audience.changed(stepping, held, NOW);
			audience.changed(held, held, NOW);
			audience.stuck(held, "rollback refused", NOW);
			audience.changed(held, back, NOW);
			audience.changed(back, back, NOW);
			audience.changed(back, state(Phase.ROLLED_BACK, 0, "errors: worse than stable"), NOW);
			audience.changed(null, state(Phase.DONE, 0, "promoted"), NOW);
		}, null);
		assertThat(this.told).hasSize(5);
		assertThat(this.told.getFirst()).contains(
				"\"text\":\"Rollout of 1.1.0 (1.0.0 before): held at 10 %: inconclusive: errors: not proven\"",
				"\"phase\":\"held\"", "\"id\":\"r-1\"", "\"step\":2");
		assertThat(this.told.get(1)).contains("rollback refused");
		assertThat(this.told.get(3)).contains("rolled back at 0 %");
		assertThat(this.told.getLast()).contains("\"phase\":\"done\"");
		assertThat(this.errors).isEmpty();
	}

	@Test
	void metricsSayWhatIsWanted() throws IOException {
		Path file = this.directory.resolve("rollout.prom");
		hear((audience) -> audience.looked(state(Phase.STEPPING, 50, "step 2"), NOW), file);
		assertThat(file).content()
			.contains("# TYPE agent_rollout_weight gauge\nagent_rollout_weight{namespace=\"agents\"} 50\n",
					"agent_rollout_weight_changed_seconds{namespace=\"agents\"} 1799999000\n",
					"agent_rollout_looked_seconds{namespace=\"agents\"} 1800000000\n",
					"agent_rollout_phase{namespace=\"agents\",phase=\"stepping\"} 1\n",
					"agent_rollout_phase{namespace=\"agents\",phase=\"rolled_back\"} 0\n");
		assertThat(this.told).isEmpty();
	}

	@Test
	void metricsSayWhatTheJudgeKnowsWhileItCompares() throws IOException {
		JudgeFigures figures = new JudgeFigures();
		RolloutMetrics metrics = new RolloutMetrics(null, "agents", figures);
		metrics.write(state(Phase.STEPPING, 50, "step 2"), NOW);
		assertThat(metrics.newest()).contains("agent_rollout_verdicts_total{namespace=\"agents\",verdict=\"FAIL\"} 0\n")
			.doesNotContain("agent_rollout_evidence");
		figures.judged(new JudgeState(-0.25, 4.605170, 120, 0,
				List.of(new MetricState(Metric.ERRORS, true, 5.5, 1.25, List.of()),
						new MetricState(Metric.COST, true, Double.NEGATIVE_INFINITY, 0, List.of()),
						new MetricState(Metric.TOOLS, false, 0, 0, List.of()))),
				NOW);
		figures.decided(Outcome.FAIL);
		metrics.write(state(Phase.HELD, 50, "step 2"), NOW);
		assertThat(metrics.newest())
			.contains("# TYPE agent_rollout_evidence gauge\n",
					"agent_rollout_evidence{namespace=\"agents\",metric=\"errors\"} 4.2500\n",
					"agent_rollout_evidence{namespace=\"agents\",metric=\"cost\"} -Inf\n",
					"agent_rollout_evidence{namespace=\"agents\",metric=\"all\"} -0.2500\n",
					"agent_rollout_evidence_bound{namespace=\"agents\"} 4.6052\n",
					"agent_rollout_judged_seconds{namespace=\"agents\"} 1800000000\n",
					"# TYPE agent_rollout_verdicts_total counter\n", "verdict=\"FAIL\"} 1\n", "verdict=\"PASS\"} 0\n")
			.doesNotContain("tools");
		metrics.write(state(Phase.ROLLING_BACK, 50, "errors"), NOW);
		assertThat(metrics.newest()).contains("verdict=\"FAIL\"} 1\n", "metric=\"all\"} -0.2500\n");
		metrics.write(state(Phase.ROLLED_BACK, 0, "errors"), NOW);
		assertThat(metrics.newest()).contains("verdict=\"FAIL\"} 1\n").doesNotContain("agent_rollout_evidence");
		figures.forget();
		metrics.write(state(Phase.HELD, 50, "cannot be measured"), NOW);
		assertThat(metrics.newest()).doesNotContain("agent_rollout_evidence", "agent_rollout_judged");
	}

	@Test
	void metricsAreServedWhereAPortIsNamed() throws Exception {
		try (MetricsServer server = new MetricsServer("0", () -> "agent_rollout_weight 50\n");
				HttpClient http = HttpClient.newHttpClient()) {
			URI url = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
			HttpResponse<String> answer = http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
			assertThat(answer.body()).isEqualTo("agent_rollout_weight 50\n");
			assertThat(answer.headers().firstValue("Content-Type"))
				.hasValueSatisfying((type) -> assertThat(type).startsWith("text/plain; version=0.0.4"));
			assertThat(http.send(HttpRequest.newBuilder(url.resolve("/other")).build(), BodyHandlers.discarding())
				.statusCode()).isEqualTo(404);
			assertThat(http.send(HttpRequest.newBuilder(url).DELETE().build(), BodyHandlers.discarding()).statusCode())
				.isEqualTo(405);
			String taken = "127.0.0.1:" + server.port();
			assertThatIllegalArgumentException().isThrownBy(() -> new MetricsServer(taken, () -> ""))
				.withMessageContaining("--metrics-port: " + taken);
		}
		for (String wrong : List.of("", "x", "70000", "127.0.0.1", "-1")) {
			assertThatIllegalArgumentException().isThrownBy(() -> new MetricsServer(wrong, () -> ""))
				.withMessageContaining("is no port");
		}
	}

	@Test
	void metricsThatCannotBeWrittenKeepNothingFromHappening() {
		hear((audience) -> audience.changed(null, state(Phase.HELD, 50, "x"), NOW),
				this.directory.resolve("missing/rollout.prom"));
		assertThat(this.told).hasSize(1);
		assertThat(this.errors).singleElement().asString().contains("the metrics cannot be written");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RolloutMetrics(this.directory.resolve("rollout.txt"), "agents", new JudgeFigures()))
			.withMessageContaining(".prom");
	}

	@Test
	void linesOfTheLogGoToItsFileAsWell() throws IOException {
		hear((audience) -> audience.line("{}"), null);
		assertThat(Files.readString(this.directory.resolve("reports/rollout-log.jsonl"))).isEqualTo("{}\n");
	}

	private void hear(java.util.function.Consumer<Audience> happening, @Nullable Path metrics) {
		URI url = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
		try (Notifier notifier = new Notifier(List.of(url), NotifySignature.read(null, null), this.errors::add)) {
			happening.accept(new Audience(this.directory.resolve("reports"), (_) -> {
			}, this.errors::add, (metrics != null) ? new RolloutMetrics(metrics, "agents", new JudgeFigures()) : null,
					notifier));
		}
	}

	private static RolloutState state(Phase phase, int weight, String reason) {
		return new RolloutState("r-1", new RolloutState.Releases("1.0.0", "i", 2, "1.1.0", "j", 2), "", phase,
				NOW.getEpochSecond(), 1, 0, -1, 0, List.of(new RolloutState.Mark(1_799_999_000, weight)), 1, 0, null, 0,
				Phase.ROLLED_BACK, false, null, 0, null, null, "ada", "test", reason);
	}

}
