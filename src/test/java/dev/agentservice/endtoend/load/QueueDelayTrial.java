package dev.agentservice.endtoend.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.support.BlockingHttp;
import io.lettuce.core.RedisClient;

import static dev.agentservice.simulator.script.Responses.after;
import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.held;

/**
 * One replica, a process of its own, that is asked by clients who wait, with nothing in
 * its queue, and then with very many runs in it, on which it works meanwhile.
 */
final class QueueDelayTrial implements AutoCloseable {

	private static final int CLIENTS = 5;

	private static final int SUBMITTERS = 16;

	private static final Duration WARM_UP = Duration.ofSeconds(15);

	private final RedisServer redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");

	private final Simulator simulator = Simulator.start();

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

	private final int runs;

	private final Replica replica;

	private QueueDelayTrial(int runs, Duration model) {
		this.runs = runs;
		this.simulator.anthropic().always(after(model, answer("Here it is.")));
		// Nothing leaves the queue while it is filled.
		this.simulator.anthropic()
			.whenAsked("In the background")
			.always((_) -> this.released.isDone() ? after(model, answer("Done."))
					: held(this.released, answer("Done.")));
		List<String> options = new ArrayList<>(Unlimited.options());
		for (String limit : List.of("max-user", "max-tenant", "max")) {
			options.add("--agent-service.run.queue." + limit + "=" + 2 * runs);
		}
		options.add("--agent-service.llm.resilience.first-token=10m");
		this.replica = Replica.start(new ReplicaSettings(this.redis, this.simulator), List.of("-Xmx512m"),
				options.toArray(String[]::new));
	}

	/**
	 * Makes one trial.
	 * @param runs how many runs wait
	 * @param users of how many users of one tenant
	 * @param model how long the model takes
	 * @param time how long each part lasts
	 */
	static QueueDelay run(int runs, int users, Duration model, Duration time) {
		try (QueueDelayTrial trial = new QueueDelayTrial(runs, model)) {
			trial.replica.awaitReady();
			trial.ask(WARM_UP);
			Latencies unloaded = trial.ask(time);
			trial.fill((i) -> "user-" + i % users);
			long before = trial.waiting();
			trial.released.complete(null);
			Latencies loaded = trial.ask(time);
			return new QueueDelay(users, before, trial.waiting(), unloaded, loaded, List.copyOf(trial.surprises));
		}
	}

	@Override
	public void close() {
		this.released.complete(null);
		this.replica.close();
		this.simulator.close();
		this.redis.close();
	}

	private Latencies ask(Duration time) {
		PatientClients clients = PatientClients.ask(this.replica.client(ReplicaSettings.ADAS_KEY), CLIENTS, time);
		this.surprises.addAll(clients.surprises());
		if (clients.refused().count() > 0) {
			this.surprises.add(clients.refused().count() + " requests were refused");
		}
		return clients.accepted();
	}

	private void fill(IntFunction<String> users) {
		AtomicInteger next = new AtomicInteger();
		try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
			List<Thread> submitters = IntStream.range(0, SUBMITTERS).mapToObj((_) -> Thread.startVirtualThread(() -> {
				for (int i = next.getAndIncrement(); i < this.runs; i = next.getAndIncrement()) {
					submit(http, users.apply(i));
				}
			})).toList();
			for (Thread submitter : submitters) {
				submitter.join();
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void submit(HttpClient http, String user) {
		HttpResponse<String> reply = BlockingHttp.send(http,
				HttpRequest.newBuilder(URI.create(this.replica.baseUrl() + "/agent"))
					.header("Authorization", "Bearer " + ReplicaSettings.BACKENDS_KEY)
					.header("X-User-Id", user)
					.header("Content-Type", "application/json")
					.header("Prefer", "respond-async")
					.POST(BodyPublishers.ofString("{\"task\": \"In the background.\", \"ttl\": \"2h\"}"))
					.build(),
				BodyHandlers.ofString());
		if (reply.statusCode() != 202) {
			this.surprises.add("a run was not accepted: " + reply.body());
		}
	}

	private long waiting() {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + this.redis.port())) {
			return client.connect().sync().zcard("as:{q}:waiting:stable");
		}
	}

}
