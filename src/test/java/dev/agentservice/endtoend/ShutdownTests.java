package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.held;
import static dev.agentservice.simulator.script.Responses.silence;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replica that is told to stop (SIGTERM) in the middle of its work, beside one that
 * stays.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.STOPS)
class ShutdownTests {

	private static final Duration GRACE = Duration.ofSeconds(15);

	private static final Duration STOP_EARLY = Duration.ofSeconds(8);

	/** Longer than it takes to see that readiness is down. */
	private static final Duration DELAY = Duration.ofSeconds(3);

	private static final Executor CLIENTS = Thread::startVirtualThread;

	private static final Map<String, Object> QUESTION = Map.of("task", "What is 6*7, and why?", "session_id", "why");

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings();

	private static Replica second;

	private static Client survivor;

	/** Started by each test itself. */
	@SuppressWarnings("NullAway.Init")
	private Replica first;

	@SuppressWarnings("NullAway.Init")
	private Client client;

	@BeforeAll
	static void start() {
		second = startReplica(GRACE, DELAY, STOP_EARLY);
		survivor = second.ada();
	}

	private void startFirst() {
		startFirst(GRACE, DELAY, STOP_EARLY);
	}

	private void startFirst(Duration grace, Duration delay, Duration stopEarly) {
		this.first = startReplica(grace, delay, stopEarly);
		this.client = this.first.ada();
	}

	@AfterEach
	void nothingIsLeftBehind() {
		await("the replica stops").atMost(Duration.ofMinutes(3)).until(() -> !this.first.alive());
		// Not after a lease: at once.
		assertThat(Leftovers.of(surroundings.redis())).isEmpty();
	}

	@Test
	void whatIsUnderWayFinishesAndNothingNewBegins() {
		// A busy machine needs time for what is done before new runs are refused.
		startFirst(Duration.ofSeconds(90), Duration.ofSeconds(10), Duration.ofSeconds(10));
		CompletableFuture<Void> released = new CompletableFuture<>();
		surroundings.anthropic()
			.next(held(released, answer("Patience.")), held(released, answer("Nobody listens.")),
					held(released, answer("One two three.")));
		CompletableFuture<Client.Reply> reply = ask(() -> this.client.ask("Wait."));
		awaitModelCalls(1);
		String detached;
		try (EventStream leaving = this.client.stream(Map.of("task", "Go on.", "on_disconnect", "detach"))) {
			detached = leaving.runId();
			awaitModelCalls(2);
		}
		try (EventStream stream = this.client.stream(Map.of("task", "Count."))) {
			awaitModelCalls(3);
			this.first.terminate();
			awaitReadinessDown();
			assertThat(this.first.management().get("/actuator/health/liveness").status()).isEqualTo(200);
			assertThat(this.client.ask("Who did not notice yet?").status()).isEqualTo(200);
			await().until(() -> "overloaded".equals(this.client.ask("And me?").text("/code")));
			assertThat(this.client.get("/runs/" + detached).text("/status")).isEqualTo("running");
			try (EventStream resumed = this.client.follow(stream.runId())) {
				assertThat(resumed.header("Connection")).as("make the next one elsewhere").isEqualTo("close");
			}
			released.complete(null);
			assertThat(stream.rest().getLast().type()).isEqualTo("run.completed");
		}
		assertThat(reply.join().text("/answer")).isEqualTo("Patience.");
		await().until(() -> "succeeded".equals(survivor.get("/runs/" + detached).text("/status")));
	}

	@Test
	void aRunThatDoesNotFinishInTimeGoesOnElsewhereWhenItIsAskedForAgain() {
		startFirst();
		surroundings.anthropic().next(toolCalls(call("calculator", "{\"expression\": \"6*7\"}")), silence());
		CompletableFuture<Client.Reply> reply = ask(() -> this.client.ask("going-on", QUESTION));
		await().until(() -> surroundings.anthropic().requests().size() == 2);
		this.first.terminate();
		assertThat(reply.join().status()).isEqualTo(503);
		assertThat(reply.join().text("/code")).isEqualTo("owner_lost");
		surroundings.anthropic().next(answer("42, because of the question."));
		Client.Reply again = survivor.ask("going-on", QUESTION);
		assertThat(again.text("/answer")).isEqualTo("42, because of the question.");
		assertThat(again.text("/run_id")).isEqualTo(reply.join().text("/run_id"));
		assertThat(surroundings.anthropic().requests()).as("the first step is not asked for again").hasSize(3);
	}

	@Test
	void aStreamThatIsStoppedSaysSoAndItsSessionIsFree() {
		startFirst();
		surroundings.anthropic().next(silence());
		try (EventStream stream = this.client.stream(QUESTION)) {
			awaitModelCalls(1);
			this.first.terminate();
			EventStream.Event last = stream.rest().getLast();
			assertThat(last.type()).isEqualTo("run.failed");
			assertThat(last.data()).contains("owner_lost", "retry_after");
		}
		surroundings.anthropic().next(answer("Here I am."));
		assertThat(survivor.ask(QUESTION).status()).isEqualTo(200);
	}

	@Test
	void whoWaitsForItsTurnIsSentElsewhere() {
		startFirst();
		CompletableFuture<Void> released = new CompletableFuture<>();
		surroundings.anthropic().next(held(released, answer("At last.")), answer("My turn."));
		CompletableFuture<Client.Reply> holder = ask(() -> survivor.ask("crowded", "Hold it."));
		awaitModelCalls(1);
		CompletableFuture<Client.Reply> waiting = ask(
				() -> this.client.ask(Map.of("task", "Wait.", "session_id", "crowded", "on_busy", "queue")));
		await().until(() -> this.first.metrics()
			.lines()
			.anyMatch((line) -> line.startsWith("agent_queued{") && line.endsWith(" 1.0")));
		this.first.terminate();
		assertThat(waiting.join().status()).isEqualTo(503);
		assertThat(waiting.join().text("/code")).isEqualTo("overloaded");
		released.complete(null);
		assertThat(holder.join().status()).isEqualTo(200);
	}

	@Test
	void aReaderOfAnotherReplicasRunIsSentElsewhereAndMissesNothing() {
		startFirst();
		CompletableFuture<Void> released = new CompletableFuture<>();
		surroundings.anthropic().next(held(released, answer("One two three.")));
		try (EventStream owners = survivor.stream(Map.of("task", "Count.", "on_disconnect", "detach"));
				EventStream reader = this.client.follow(owners.runId())) {
			List<EventStream.Event> seen = reader.next(2);
			this.first.terminate();
			assertThat(reader.rest()).as("cut without a last event").isEmpty();
			released.complete(null);
			try (EventStream resumed = survivor.follow(owners.runId(), seen.getLast().id())) {
				List<EventStream.Event> rest = resumed.rest();
				assertThat(rest.getFirst().id()).isEqualTo(3);
				assertThat(rest.getLast().type()).isEqualTo("run.completed");
			}
			owners.rest();
		}
	}

	private void awaitReadinessDown() {
		await().until(() -> this.first.management().get("/actuator/health/readiness").status() == 503);
	}

	private static void awaitModelCalls(int count) {
		await().until(() -> surroundings.anthropic().traffic().inFlight() == count);
	}

	private static CompletableFuture<Client.Reply> ask(Supplier<Client.Reply> request) {
		return CompletableFuture.supplyAsync(request, CLIENTS);
	}

	private static Replica startReplica(Duration grace, Duration delay, Duration stopEarly) {
		return surroundings
			.replica("--spring.lifecycle.timeout-per-shutdown-phase=" + grace.toSeconds() + "s",
					"--agent-service.run.shutdown.delay=" + delay.toSeconds() + "s",
					"--agent-service.run.shutdown.stop-early=" + stopEarly.toSeconds() + "s",
					// A model is silent for as long as a busy machine takes to stop a
					// replica.
					"--agent-service.llm.resilience.first-token=5m")
			.awaitReady();
	}

}
