package dev.agentservice.endtoend.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.agentservice.endtoend.BudgetBooks;
import dev.agentservice.endtoend.PriceList;
import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.crash.judge.Evidence;
import dev.agentservice.endtoend.crash.judge.Judge;
import dev.agentservice.endtoend.crash.judge.Money;
import dev.agentservice.endtoend.crash.judge.RunEnd;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.LatencyProfile;
import dev.agentservice.support.Deadline;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * Replicas as processes on a Redis of their own, which are killed and frozen while
 * clients have runs with side effects; then what became of each run and each effect.
 */
final class CrashTrial implements AutoCloseable {

	/** The agent of all runs. */
	static final String AGENT = "clerk";

	private static final int REPLICAS = 3;

	private static final Duration LEASE = Duration.ofSeconds(4);

	private static final Duration RESERVATION_TTL = Duration.ofSeconds(5);

	private static final Duration DRAIN = Duration.ofMinutes(3);

	private final CrashPlan plan;

	private final Consumer<String> progress;

	private final long began = System.nanoTime();

	private final RedisServer redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");

	private final Simulator simulator = Simulator.start(0, new LatencyProfile(Duration.ofMillis(60), 300, 0.8));

	private final Path agents = agents();

	private final Backend backend;

	private final Fleet fleet;

	private CrashTrial(CrashPlan plan, Consumer<String> progress) {
		this.plan = plan;
		this.progress = progress;
		this.backend = new Backend(plan.seed());
		this.simulator.anthropic().when((_) -> true).always(new PlannedModel());
		this.fleet = new Fleet(REPLICAS, plan.seed(), this::replica);
	}

	/** Makes a trial, and tells how it goes on, a line at a time. */
	static CrashReport run(CrashPlan plan, Consumer<String> progress) {
		try (CrashTrial trial = new CrashTrial(plan, progress)) {
			return trial.report();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.fleet.close();
		this.backend.close();
		this.simulator.close();
		this.redis.close();
		FileSystemUtils.deleteRecursively(this.agents.toFile());
	}

	private CrashReport report() throws InterruptedException {
		this.fleet.awaitServing(REPLICAS);
		tell(REPLICAS + " replicas serve");
		List<Customer> customers = underFire();
		tell("drained: " + customers.size() + " orders");
		Map<String, RunEnd> ends = new FinalLook(this.fleet.two(), Deadline.after(DRAIN)).at(customers);
		List<String> remains = new ArrayList<>(awaitEmpty());
		remains.addAll(this.fleet.failed());
		Money money = money();
		Evidence evidence = new Evidence(customers.stream().map(Customer::seen).toList(), ends, this.backend.effects(),
				Set.of(), money, remains);
		return new CrashReport(this.plan, evidence, Judge.of(evidence), seconds());
	}

	/** All customers, when each of them is done. */
	private List<Customer> underFire() throws InterruptedException {
		Random random = new Random(this.plan.seed());
		int kills = 0;
		int freezes = 0;
		Customers customers = new Customers(this.fleet, this.plan.seed());
		try (customers) {
			for (boolean kill : this.plan.order()) {
				TimeUnit.MILLISECONDS.sleep(random.nextInt(200, 2500));
				if (kill) {
					this.fleet.killOne();
					kills++;
				}
				else {
					this.fleet.freezeOne(LEASE.plusMillis(random.nextInt(1500, 4000)));
					freezes++;
				}
				tell("%d of %d kills, %d of %d freezes; %d orders done, %d effects".formatted(kills, this.plan.kills(),
						freezes, this.plan.freezes(), customers.done(), this.backend.effects().size()));
			}
		}
		return customers.all();
	}

	/** What is still in Redis when nothing is at work any more. */
	private List<String> awaitEmpty() throws InterruptedException {
		Deadline patience = Deadline.after(DRAIN);
		List<String> remains = QueueRemains.of(this.redis);
		while (!remains.isEmpty() && !patience.passed()) {
			TimeUnit.MILLISECONDS.sleep(500);
			sweep();
			remains = QueueRemains.of(this.redis);
		}
		return remains;
	}

	/** The next reservation of a user sweeps those that nobody was left to settle. */
	private void sweep() {
		for (String key : List.of(ReplicaSettings.ADAS_KEY, ReplicaSettings.BOBS_KEY)) {
			this.fleet.two().getFirst().client(key).ask(Map.of("task", "Order sweep. Steps: ", "agent", AGENT));
		}
	}

	private Money money() {
		await("no model call under way").atMost(Duration.ofMinutes(1))
			.until(() -> this.simulator.anthropic().traffic().inFlight() == 0);
		try (BudgetBooks books = new BudgetBooks(this.redis)) {
			return new Money(this.simulator.billing().total().calls(),
					PriceList.shipped().nanoUsd(this.simulator.billing()),
					books.users().stream().mapToLong(BudgetBooks.Book::spent).sum(),
					books.users().stream().mapToLong(BudgetBooks.Book::unreported).sum(),
					books.swept().values().stream().mapToLong(Long::longValue).sum(), books.openReservations());
		}
	}

	private Replica replica() {
		List<String> options = new ArrayList<>(List.of("--spring.main.sources=" + BackendTools.class.getName(),
				"--" + BackendTools.BACKEND + "=" + this.backend.url(),
				"--agent-service.agents.directory=" + this.agents,
				"--agent-service.run.lease=" + LEASE.toMillis() + "ms", "--agent-service.run.queue.stuck-after=5s",
				"--agent-service.budget.user-daily-usd=1000",
				"--agent-service.budget.reservation-ttl=" + RESERVATION_TTL.toMillis() + "ms",
				// A busy machine is no outage.
				"--agent-service.redis.command-timeout=10s"));
		for (String limit : List.of("user-requests", "key-requests", "user-tokens", "user-bytes", "key-bytes",
				"user-reads", "key-reads")) {
			options.add("--agent-service.rate-limits." + limit + ".capacity=1000000000");
		}
		for (String owner : List.of("user", "tenant")) {
			options.add("--agent-service.storage." + owner + "-limit=1TB");
		}
		return Replica.start(new ReplicaSettings(this.redis, this.simulator), options.toArray(String[]::new));
	}

	private static Path agents() {
		try {
			Path directory = Files.createTempDirectory("crash-agents");
			Files.writeString(directory.resolve(AGENT + ".md"), """
					---
					name: %s
					models: {simple: anthropic/claude-3-haiku, complex: anthropic/claude-3-haiku}
					tools: [charge, mail, ship, stamp, close]
					guard: {task: off, tool_results: off, output: off, side_effects: allow}
					limits: {timeout: 60s, steps: 8}
					---
					You are a clerk.
					""".formatted(AGENT));
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void tell(String line) {
		this.progress.accept("%5.1f s  %s".formatted(seconds(), line));
	}

	private double seconds() {
		return (System.nanoTime() - this.began) / 1e9;
	}

}
