package dev.agentservice.endtoend.crash.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.crash.Fleet;
import dev.agentservice.endtoend.crash.judge.RunEnd;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import tools.jackson.databind.JsonNode;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * Has an agent's run done again and again, each time with a crash at another moment.
 */
final class AgentTrial implements AutoCloseable {

	private static final int REPLICAS = 3;

	private static final Duration LEASE = Duration.ofSeconds(3);

	private final AgentTrialSettings settings;

	private final Consumer<String> progress;

	private final RedisServer redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");

	private final Simulator simulator = Simulator.start();

	private final Map<String, Replica> byName = new ConcurrentHashMap<>();

	private final AtomicInteger number = new AtomicInteger();

	private final Stops stops = new Stops(this::kill);

	private final CallBook book = new CallBook(this.stops);

	private final Path agents;

	private final Fleet fleet;

	AgentTrial(AgentTrialSettings settings, Consumer<String> progress) throws IOException {
		this.settings = settings;
		this.progress = progress;
		this.agents = Files.createTempDirectory("crash-agents");
		Files.copy(settings.agent(), this.agents.resolve(settings.agent().getFileName().toString()));
		EveryTool model = new EveryTool(this.stops, settings.rounds());
		this.simulator.anthropic().when((_) -> true).always(model);
		this.simulator.openai().when((_) -> true).always(model);
		this.fleet = new Fleet(REPLICAS, 1, this::replica);
	}

	/** A run without a crash, then one for each moment, or each pair of them. */
	Crashes run() {
		this.fleet.awaitServing(REPLICAS);
		JsonNode undisturbed = once(Set.of());
		int moments = this.stops.moments();
		if (!undisturbed.at("/status").asString().equals("succeeded")) {
			throw new IllegalStateException("The agent's run ends without a crash as: " + undisturbed);
		}
		Crashes crashes = new Crashes(this.book.entries());
		List<Set<Integer>> all = this.settings.pairs() ? pairs(moments) : singles(moments);
		this.progress.accept("a run has %d moments: %d runs with a crash".formatted(moments, all.size()));
		for (Set<Integer> stops : all) {
			JsonNode run = once(stops);
			crashes.add(stops, run.at("/status").asString(), this.book.entries(), inDoubt(run));
			this.progress.accept("%d of %d, stopped at %s: %s".formatted(crashes.trials(), all.size(), stops,
					run.at("/status").asString()));
		}
		return crashes;
	}

	@Override
	public void close() {
		this.fleet.close();
		this.book.close();
		this.simulator.close();
		this.redis.close();
		FileSystemUtils.deleteRecursively(this.agents.toFile());
	}

	private JsonNode once(Set<Integer> stops) {
		this.fleet.awaitServing(2);
		this.book.clear();
		this.stops.begin(stops);
		String run = client().submit(Map.of("task", this.settings.task(), "agent", this.settings.name()))
			.text("/run_id");
		await("the end of " + run).atMost(Duration.ofMinutes(5))
			.ignoreException(UncheckedIOException.class)
			.until(() -> RunEnd.isOver(client().get("/runs/" + run).text("/status")));
		return client().get("/runs/" + run).json();
	}

	private Client client() {
		return this.fleet.two().getFirst().client(ReplicaSettings.ADAS_KEY);
	}

	/** The tool of each call in doubt, as the record or the steps tell. */
	private static List<String> inDoubt(JsonNode run) {
		List<String> named = run.at("/in_doubt").valueStream().map((call) -> call.at("/tool").asString()).toList();
		List<String> steps = run.at("/result/steps")
			.valueStream()
			.filter((step) -> step.at("/outcome").asString().equals("in_doubt"))
			.map((step) -> step.at("/name").asString())
			.toList();
		return named.isEmpty() ? steps : named;
	}

	private static List<Set<Integer>> singles(int moments) {
		return Stream.iterate(1, (moment) -> moment <= moments, (moment) -> moment + 1).map(Set::of).toList();
	}

	/**
	 * The second crash is one of the survivor's moments, which may be more than the first
	 * has left.
	 */
	private static List<Set<Integer>> pairs(int moments) {
		List<Set<Integer>> pairs = new ArrayList<>();
		for (int first = 1; first <= moments; first++) {
			for (int second = first + 1; second <= moments + 1; second++) {
				pairs.add(new TreeSet<>(Set.of(first, second)));
			}
		}
		return pairs;
	}

	private void kill(String replica) {
		this.fleet.kill(Objects.requireNonNull(this.byName.get(replica), replica));
	}

	private Replica replica() {
		String name = "replica-" + this.number.incrementAndGet();
		List<String> options = new ArrayList<>(List.of("--spring.main.sources=" + this.settings.sources(),
				"--" + StandIns.BOOK + "=" + this.book.url(), "--" + StandIns.REPLICA + "=" + name,
				"--agent-service.agents.directory=" + this.agents,
				"--agent-service.run.lease=" + LEASE.toMillis() + "ms", "--agent-service.run.queue.stuck-after=3s",
				"--agent-service.budget.user-daily-usd=1000", "--agent-service.llm.providers.openai.api-key=" + name,
				"--agent-service.llm.providers.anthropic.api-key=" + name,
				"--agent-service.redis.command-timeout=10s"));
		for (String limit : List.of("user-requests", "key-requests", "user-tokens", "user-reads", "key-reads")) {
			options.add("--agent-service.rate-limits." + limit + ".capacity=1000000000");
		}
		options.addAll(this.settings.options());
		Replica replica = Replica.start(new ReplicaSettings(this.redis, this.simulator),
				options.toArray(String[]::new));
		this.byName.put(name, replica);
		return replica;
	}

}
