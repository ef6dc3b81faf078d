package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.endtoend.EndpointWalk.Answer;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What every endpoint answers while Redis is away, how soon, and that all is well again
 * without a restart. A run is under way each time, with money put aside and a session's
 * turn.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.STOPS)
class StoreOutageTests {

	private static final Logger LOG = LoggerFactory.getLogger(StoreOutageTests.class);

	private static final Duration PROMISED = Duration.ofSeconds(2);

	/** Long, because what is late is to be an answer, not a lost connection. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final Duration LEASE = Duration.ofSeconds(3);

	private static final Duration RESERVATION = Duration.ofSeconds(10);

	/** They need no Redis. */
	private static final Set<String> ALWAYS = Set.of("GET /v1/models", "GET /agents", "GET /v3/api-docs",
			"GET /actuator/health/liveness", "GET /actuator/info", "GET /actuator/prometheus");

	private static final Set<String> HEALTH = Set.of("GET /actuator/health", "GET /actuator/health/readiness",
			"GET /actuator/health/dependencies");

	private static final Map<String, Map<String, String>> TABLE = new LinkedHashMap<>();

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings();

	private static LaggingRedis lagging;

	private static Replica replica;

	private static Replica behindLag;

	@BeforeAll
	static void start() {
		lagging = surroundings.closing(LaggingRedis.before(surroundings.redis()));
		replica = startReplica(surroundings.settings());
		// Without a breaker: each endpoint has to find out by itself.
		behindLag = startReplica(new ReplicaSettings(lagging, surroundings.simulator()),
				"--agent-service.redis.breaker.minimum-calls=100000", "--agent-service.redis.breaker.window=100000");
		replica.awaitReady();
		behindLag.awaitReady();
		// Whatever happens only once shall not be taken for an outage's delay.
		walk(replica, "run_00000000000000000000000000").answers(PATIENCE, PATIENCE);
		walk(behindLag, "run_00000000000000000000000000").answers(PATIENCE, PATIENCE);
	}

	@AfterAll
	static void tell() {
		LOG.atInfo().log("What is answered while Redis is away:\n{}", String.join("\n", table()));
	}

	@Test
	void aFrozenRedis() {
		outage("frozen", replica, surroundings.redis()::freeze, surroundings.redis()::thaw, true);
	}

	@Test
	void aKilledRedis() {
		outage("killed", replica, surroundings.redis()::kill, surroundings.redis()::restart, true);
	}

	@Test
	void aRedisThatAnswersInThreeSeconds() {
		outage("answers in 3 s", behindLag, () -> lagging.lag(Duration.ofSeconds(3)), () -> lagging.lag(Duration.ZERO),
				true);
	}

	@Test
	void aRedisThatWasRestartedEmpty() {
		outage("restarted empty", replica, () -> {
			surroundings.redis().kill();
			surroundings.redis().restart();
			awaitReady(replica);
		}, () -> {
		}, false);
	}

	private static void outage(String name, Replica asked, Runnable begin, Runnable end, boolean away) {
		awaitReady(asked);
		Client ada = asked.ada();
		String finished = ada.ask("walked", "Hello.").text("/run_id");
		CompletableFuture<Void> released = new CompletableFuture<>();
		surroundings.anthropic().whenAsked("Hold on").next(held(released, answer("Held.")));
		String session = "held-" + TABLE.hashCode();
		try (EventStream _ = ada.stream(Map.of("task", "Hold on.", "session_id", session, "on_disconnect", "detach"))) {
			await().until(() -> surroundings.anthropic().traffic().inFlight() == 1);
			begin.run();
			List<Answer> answers = walk(asked, finished).answers(PATIENCE, PROMISED);
			note(name, answers);
			check(answers, away);
		}
		finally {
			end.run();
			released.complete(null);
		}
		recovers(asked, ada, session);
	}

	private static void check(List<Answer> answers, boolean away) {
		assertThat(answers).allSatisfy((answer) -> {
			String endpoint = answer.endpoint().label();
			assertThat(answer.what()).as(endpoint).isEqualTo(away ? whileAway(endpoint) : whileEmpty(endpoint));
			assertThat(answer.took()).as(endpoint).isLessThan(PROMISED);
			assertThat(answer.retryAfter()).as(endpoint).isEqualTo(answer.code().equals("budget_unavailable"));
		});
	}

	/**
	 * Without a restart; and nothing is left, once leases and reservations have run out.
	 */
	private static void recovers(Replica asked, Client ada, String session) {
		awaitReady(asked);
		await("served again").until(() -> ada.ask("Hello.").status() == 200);
		await("the session is free").until(() -> ada.ask(session, "Hello again.").status() == 200);
		await("nothing is left").untilAsserted(() -> {
			// Reservations whose time is up are swept when the next one is made.
			assertThat(ada.ask("Hello.").status()).isEqualTo(200);
			assertThat(Leftovers.of(surroundings.redis())).isEmpty();
		});
	}

	private static String whileAway(String endpoint) {
		return ALWAYS.contains(endpoint) ? "200" : HEALTH.contains(endpoint) ? "503" : "503 budget_unavailable";
	}

	/** What was known is gone, and everything else is as ever. */
	private static String whileEmpty(String endpoint) {
		return switch (endpoint) {
			case "GET /runs/{id}", "GET /runs/{id}/events (stream)", "POST /runs/{id}/cancel",
					"DELETE /sessions/gone" ->
				"404 not_found";
			default -> "200";
		};
	}

	private static EndpointWalk walk(Replica asked, String runId) {
		return new EndpointWalk(asked.ada(), asked.management(), runId);
	}

	private static void awaitReady(Replica asked) {
		await("ready").until(() -> asked.management().get("/actuator/health/readiness").status() == 200);
	}

	private static void note(String outage, List<Answer> answers) {
		answers.forEach((answer) -> TABLE.computeIfAbsent(answer.endpoint().label(), (_) -> new LinkedHashMap<>())
			.put(outage, answer.what() + ", " + answer.took().toMillis() + " ms"));
	}

	private static List<String> table() {
		return TABLE.entrySet()
			.stream()
			.map((row) -> "%-40s ".formatted(row.getKey()) + row.getValue()
				.entrySet()
				.stream()
				.map((cell) -> "%-48s".formatted(cell.getKey() + ": " + cell.getValue()))
				.collect(Collectors.joining("| ")))
			.toList();
	}

	private static Replica startReplica(ReplicaSettings settings, String... more) {
		return surroundings
			.closing(
					Replica
						.start(settings,
								Stream.concat(
										Stream.of("--agent-service.run.lease=" + LEASE.toMillis() + "ms",
												"--agent-service.budget.reservation-ttl=" + RESERVATION.toMillis()
														+ "ms",
												"--agent-service.rate-limits.user-requests.capacity=1000",
												"--agent-service.identity.api-keys[0].scopes=ops,privacy"),
										Stream.of(more))
									.toArray(String[]::new)));
	}

}
