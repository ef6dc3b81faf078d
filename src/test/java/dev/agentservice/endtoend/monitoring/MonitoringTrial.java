package dev.agentservice.endtoend.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import org.awaitility.core.ConditionTimeoutException;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two replicas under load, watched by a Prometheus; then one of their agents fails.
 */
final class MonitoringTrial implements AutoCloseable {

	private static final int CLIENTS = 32;

	/** The window, and before it the clients' arrival. */
	private static final Duration LOAD = Observatory.WINDOW.plusSeconds(12);

	private static final String EXPECTED_ALERT = "AgentSuccessRateLow analyst";

	private final RedisServer redis = RedisServer.start();

	private final Simulator simulator = Simulator.start();

	private final Path directory;

	private final List<Replica> replicas;

	private MonitoringTrial() throws IOException {
		this.directory = Files.createTempDirectory("monitoring");
		PacedModel.install(this.simulator);
		ReplicaSettings settings = new ReplicaSettings(this.redis, this.simulator);
		this.replicas = Stream.generate(() -> Replica.start(settings, options())).limit(2).toList();
	}

	/** Makes one trial. */
	static MonitoringReport run() throws IOException, InterruptedException {
		try (MonitoringTrial trial = new MonitoringTrial()) {
			trial.replicas.forEach(Replica::awaitReady);
			// Before Prometheus is there: what a series begins with is no increase.
			new CountingClients(trial.clients(), PacedModel::first).ask(12);
			try (Observatory observatory = new Observatory(trial.directory, trial.replicas)) {
				return trial.watch(observatory);
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.replicas.forEach(Replica::close);
		this.simulator.close();
		this.redis.close();
		FileSystemUtils.deleteRecursively(this.directory);
	}

	private MonitoringReport watch(Observatory observatory) throws InterruptedException {
		await("the first scrape of both").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			assertThat(observatory.scrapeErrors()).isEmpty();
			assertThat(observatory.query("agent_inflight")).hasSameSizeAs(this.replicas);
		});
		Instant watched = Instant.now();
		CountingClients clients = new CountingClients(clients(), PacedModel::mixed);
		List<Thread> threads = clients.start(CLIENTS, LOAD);
		// Not a condition but a time: the window shall hold nothing but load.
		await("the window").pollDelay(LOAD.minusSeconds(2)).atMost(LOAD).until(() -> true);
		List<Comparison> figures = new ArrayList<>(Comparison.ofWindow(observatory, clients));
		List<String> broken = new ArrayList<>(new Expressions(observatory).broken());
		List<String> early = observatory.alerts();
		for (Thread thread : threads) {
			thread.join();
		}
		figures.add(cost(observatory, clients, watched));
		if (early.contains(EXPECTED_ALERT)) {
			broken.add(EXPECTED_ALERT + " fired before anything was wrong");
		}
		return new MonitoringReport(figures, broken, awaitAlert(observatory));
	}

	/** Once everything that was spent has been scraped. */
	private Comparison cost(Observatory observatory, CountingClients clients, Instant watched) {
		await("the last settlement").during(Duration.ofSeconds(2))
			.atMost(Duration.ofSeconds(20))
			.until(() -> observatory.query("agent_cost_usd_total != agent_cost_usd_total offset 2s").isEmpty());
		return Comparison.ofDay(observatory, clients, Duration.between(watched, Instant.now()));
	}

	/**
	 * What has arrived at the Alertmanager; makes one agent fail until it has heard of
	 * it.
	 */
	private List<String> awaitAlert(Observatory observatory) {
		CountingClients clients = new CountingClients(clients(), PacedModel::failing);
		try {
			await("the alert").atMost(Duration.ofSeconds(30)).until(() -> {
				clients.ask(2);
				return observatory.alerts().contains(EXPECTED_ALERT);
			});
			return List.of(EXPECTED_ALERT);
		}
		catch (ConditionTimeoutException _) {
			return observatory.alerts().stream().filter(EXPECTED_ALERT::equals).toList();
		}
	}

	private List<Client> clients() {
		return this.replicas.stream().map((replica) -> replica.client(ReplicaSettings.ADAS_KEY)).toList();
	}

	/** No limit gets in the way, and no breaker makes failures cheaper. */
	private static String[] options() {
		return new String[] { "--agent-service.budget.user-daily-usd=1000000",
				"--agent-service.rate-limits.user-requests.capacity=1000000000",
				"--agent-service.rate-limits.key-requests.capacity=1000000000",
				"--agent-service.rate-limits.user-bytes.capacity=1000000000",
				"--agent-service.rate-limits.key-bytes.capacity=1000000000",
				"--agent-service.rate-limits.user-reads.capacity=1000000000",
				"--agent-service.rate-limits.key-reads.capacity=1000000000",
				"--agent-service.rate-limits.user-tokens.capacity=1000000000",
				"--agent-service.run.in-flight.user-percent=100", "--agent-service.run.in-flight.tenant-percent=100",
				"--agent-service.storage.user-limit=1TB", "--agent-service.storage.tenant-limit=1TB",
				"--agent-service.llm.resilience.backoff=50ms",
				"--agent-service.llm.resilience.breaker.minimum-calls=100000" };
	}

}
