package dev.agentservice.endtoend.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.endtoend.BudgetBooks;
import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.PriceList;
import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.LatencyProfile;
import dev.agentservice.support.Deadline;

import org.springframework.util.FileSystemUtils;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.awaitility.Awaitility.await;

/**
 * One user spends {@value #LIMIT_USD} USD in {@value #RUNS} parallel runs on two
 * replicas, which are processes of their own, while providers fail, clients leave, runs
 * are cancelled and one replica is killed with {@code kill -9}. When all is over, the
 * books in Redis are compared with what the providers billed.
 */
final class OverspendTrial implements AutoCloseable {

	static final int RUNS = 200;

	static final String LIMIT_USD = "0.04";

	static final Duration RESERVATION_TTL = Duration.ofSeconds(3);

	private static final int AT_ONCE = 24;

	private static final int KILLED_AT = 50;

	private final RedisServer redis = RedisServer.start();

	private final Simulator simulator = Simulator.start(0, new LatencyProfile(Duration.ofMillis(20), 2000, 0.5));

	private final BudgetBooks books = new BudgetBooks(this.redis);

	private final Path agents;

	private final Replica first;

	private final Replica second;

	private OverspendTrial() throws IOException {
		this.agents = Files.createTempDirectory("chaos-agents");
		ChaosAgent.writeAll(this.agents);
		this.first = startReplica();
		this.second = startReplica();
	}

	/** Makes one trial. */
	static OverspendOutcome run(long seed) {
		try (OverspendTrial trial = new OverspendTrial()) {
			trial.first.awaitReady();
			trial.second.awaitReady();
			return trial.outcome(seed);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.first.close();
		this.second.close();
		this.books.close();
		this.simulator.close();
		this.redis.close();
		FileSystemUtils.deleteRecursively(this.agents.toFile());
	}

	private Replica startReplica() {
		List<String> options = new ArrayList<>(List.of("--agent-service.agents.directory=" + this.agents,
				"--agent-service.budget.user-daily-usd=" + LIMIT_USD,
				"--agent-service.budget.reservation-ttl=" + RESERVATION_TTL.toMillis() + "ms",
				"--agent-service.run.events.client-grace=0s",
				// A run meets the fault that was drawn for it, and ends by it.
				"--agent-service.llm.resilience.max-attempts=1",
				"--agent-service.llm.resilience.breaker.minimum-calls=100000",
				// A busy machine is no outage.
				"--agent-service.redis.command-timeout=10s"));
		for (String provider : List.of("openai", "anthropic")) {
			options.add("--agent-service.llm.providers." + provider + ".pool.response-timeout=4s");
			options.add("--agent-service.llm.providers." + provider + ".pool.read-timeout=1s");
		}
		for (String limit : List.of("user-requests", "key-requests", "user-tokens", "user-bytes", "key-bytes")) {
			options.add("--agent-service.rate-limits." + limit + ".capacity=1000000000");
		}
		for (String owner : List.of("user", "tenant")) {
			options.add("--agent-service.run.in-flight." + owner + "-percent=100");
			options.add("--agent-service.storage." + owner + "-limit=1TB");
		}
		return Replica.start(new ReplicaSettings(this.redis, this.simulator), options.toArray(String[]::new));
	}

	private OverspendOutcome outcome(long seed) {
		this.simulator.anthropic().always(answer("Well."));
		this.simulator.openai().always(answer("Well."));
		List<ChaosRun> runs = ChaosPlan.draw(seed, RUNS);
		runs.forEach((run) -> run.prepare(this.simulator));
		List<Ending> endings;
		int cancels;
		try (ChaosCancels chaos = new ChaosCancels(this.second.client(ReplicaSettings.ADAS_KEY), seed)) {
			endings = start(runs);
			cancels = chaos.count();
		}
		awaitSilence();
		awaitSweep();
		return new OverspendOutcome(seed, endings, cancels, this.books.users(), this.books.runs(), this.books.swept(),
				this.simulator.billing().total().calls(), PriceList.shipped().nanoUsd(this.simulator.billing()));
	}

	private List<Ending> start(List<ChaosRun> runs) {
		ChaosClients clients = new ChaosClients(this.first.client(ReplicaSettings.ADAS_KEY),
				this.second.client(ReplicaSettings.ADAS_KEY), new AtomicBoolean());
		Semaphore slots = new Semaphore(AT_ONCE);
		AtomicInteger started = new AtomicInteger();
		List<Future<Ending>> endings = new ArrayList<>();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (ChaosRun run : runs) {
				endings.add(threads.submit(() -> {
					slots.acquire();
					try {
						if (started.incrementAndGet() == KILLED_AT) {
							killInTheMiddle();
						}
						return clients.start(run);
					}
					finally {
						slots.release();
					}
				}));
			}
		}
		return endings.stream().map(OverspendTrial::result).toList();
	}

	private static Ending result(Future<Ending> ending) {
		if (ending.state() == Future.State.FAILED) {
			throw new IllegalStateException(ending.exceptionNow());
		}
		return ending.resultNow();
	}

	/** While calls are under way, some of them surely its own. */
	private void killInTheMiddle() {
		Deadline patience = Deadline.after(Duration.ofSeconds(5));
		while (this.books.openReservations() < AT_ONCE / 3 && !patience.passed()) {
			Thread.onSpinWait();
		}
		this.first.kill();
	}

	private void awaitSilence() {
		await("no model call under way").atMost(Duration.ofSeconds(30))
			.during(Duration.ofMillis(300))
			.until(() -> this.simulator.anthropic().traffic().inFlight() == 0
					&& this.simulator.openai().traffic().inFlight() == 0);
	}

	/** Any reservation of the tenant sweeps; this one is another user's. */
	private void awaitSweep() {
		Client bob = this.second.client(ReplicaSettings.BOBS_KEY);
		Map<String, Object> request = Map.of("task", "Sweep.", "agent", ChaosAgent.OPENAI.id(), "max_output_tokens",
				16);
		await("nothing reserved").atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(250)).until(() -> {
			bob.ask(request);
			return this.books.openReservations() == 0;
		});
		awaitSilence();
	}

}
