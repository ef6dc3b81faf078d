package dev.agentservice.rollout.control.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import dev.agentservice.rollout.control.Phase;
import dev.agentservice.rollout.control.RolloutState;
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
	void metricsThatCannotBeWrittenKeepNothingFromHappening() {
		hear((audience) -> audience.changed(null, state(Phase.HELD, 50, "x"), NOW),
				this.directory.resolve("missing/rollout.prom"));
		assertThat(this.told).hasSize(1);
		assertThat(this.errors).singleElement().asString().contains("the metrics cannot be written");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RolloutMetrics(this.directory.resolve("rollout.txt"), "agents"))
			.withMessageContaining(".prom");
	}

	@Test
	void linesOfTheLogGoToItsFileAsWell() throws IOException {
		hear((audience) -> audience.line("{}"), null);
		assertThat(Files.readString(this.directory.resolve("reports/rollout-log.jsonl"))).isEqualTo("{}\n");
	}

	private void hear(java.util.function.Consumer<Audience> happening, @Nullable Path metrics) {
		URI url = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
		try (Notifier notifier = new Notifier(List.of(url), this.errors::add)) {
			happening.accept(new Audience(this.directory.resolve("reports"), (_) -> {
			}, this.errors::add, (metrics != null) ? new RolloutMetrics(metrics, "agents") : null, notifier));
		}
	}

	private static RolloutState state(Phase phase, int weight, String reason) {
		return new RolloutState("r-1", new RolloutState.Releases("1.0.0", "i", 2, "1.1.0", "j", 2), "", phase,
				NOW.getEpochSecond(), 1, 0, -1, 0, List.of(new RolloutState.Mark(1_799_999_000, weight)), 1, 0, null, 0,
				Phase.ROLLED_BACK, false, null, 0, null, null, "ada", "test", reason);
	}

}
