package dev.agentservice.endtoend.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.Leftovers;
import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import org.awaitility.core.ConditionTimeoutException;

import static dev.agentservice.simulator.script.Responses.after;
import static dev.agentservice.simulator.script.Responses.answer;
import static org.awaitility.Awaitility.await;

/**
 * One replica with few places, a process of its own, and very many clients.
 */
final class SheddingTrial implements AutoCloseable {

	private static final int UNLOADED_CLIENTS = 5;

	private static final Duration UNLOADED = Duration.ofSeconds(12);

	private static final Duration WARM_UP = Duration.ofSeconds(25);

	private final RedisServer redis = RedisServer.start();

	private final Simulator simulator = Simulator.start();

	private final Replica replica;

	private SheddingTrial(int limit, Duration model) {
		this.simulator.anthropic().always(after(model, answer("Here it is.")));
		List<String> options = new ArrayList<>(Unlimited.options());
		options.add("--agent-service.run.in-flight.limit=" + limit);
		this.replica = Replica.start(new ReplicaSettings(this.redis, this.simulator), List.of("-Xmx512m"),
				options.toArray(String[]::new));
	}

	/**
	 * Makes one trial.
	 * @param clients how many there are under load
	 * @param limit how many runs may be in flight
	 * @param model how long the model takes
	 * @param time how long the load lasts
	 */
	static SheddingReport run(int clients, int limit, Duration model, Duration time) {
		try (SheddingTrial trial = new SheddingTrial(limit, model)) {
			trial.replica.awaitReady();
			// So that classes are loaded and methods compiled, on both ways.
			PatientClients.ask(trial.client(), clients, WARM_UP);
			PatientClients alone = PatientClients.ask(trial.client(), UNLOADED_CLIENTS, UNLOADED);
			PatientClients crowd = PatientClients.ask(trial.client(), clients, time);
			List<String> surprises = Stream.of(alone, crowd).flatMap((asked) -> asked.surprises().stream()).toList();
			return new SheddingReport(alone.accepted(), crowd.accepted(), crowd.refused(), surprises, trial.left());
		}
	}

	@Override
	public void close() {
		this.replica.close();
		this.simulator.close();
		this.redis.close();
	}

	private Client client() {
		return this.replica.client(ReplicaSettings.ADAS_KEY);
	}

	private List<String> left() {
		try {
			await().atMost(Duration.ofSeconds(5)).until(() -> leftNow().isEmpty());
			return List.of();
		}
		catch (ConditionTimeoutException _) {
			return leftNow();
		}
	}

	private List<String> leftNow() {
		List<String> left = new ArrayList<>(Leftovers.of(this.redis));
		this.replica.management()
			.get("/actuator/prometheus")
			.body()
			.lines()
			.filter((line) -> line.startsWith("agent_inflight{") && !line.endsWith(" 0.0"))
			.forEach(left::add);
		if (this.simulator.anthropic().traffic().inFlight() > 0) {
			left.add("models are still asked");
		}
		long connections = connections();
		if (connections > 0) {
			left.add(connections + " connections of clients are open");
		}
		return left;
	}

	/** As the system sees them. */
	private long connections() {
		String local = String.format(Locale.ROOT, ":%04X", URI.create(client().baseUrl()).getPort());
		try (Stream<String> tcp = Files.lines(Path.of("/proc/net/tcp"));
				Stream<String> tcp6 = Files.lines(Path.of("/proc/net/tcp6"))) {
			return Stream.concat(tcp, tcp6)
				.map((line) -> line.strip().split("\\s+", -1))
				.filter((fields) -> fields[1].endsWith(local) && "01".equals(fields[3]))
				.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
