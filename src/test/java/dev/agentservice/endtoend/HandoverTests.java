package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.held;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replica that is told to stop with a hundred runs at work, all of them in the middle
 * of a call to the model.
 */
@Tag("process")
@BesideOthers
class HandoverTests {

	private static final Logger LOG = LoggerFactory.getLogger(HandoverTests.class);

	private static final int RUNS = 100;

	private static final int CALLS = 3;

	private static final Duration GRACE = Duration.ofSeconds(10);

	/** What a process on a busy machine needs besides. */
	private static final Duration EXIT = Duration.ofSeconds(20);

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings();

	@Test
	void nothingThatIsFinishedIsPaidAgain() {
		CompletableFuture<Void> released = new CompletableFuture<>();
		surroundings.anthropic().whenAsked("one more").always((asked) -> switch (asked.freshResults().size()) {
			case 0 -> toolCalls(call("calculator", "{\"expression\": \"6*7\"}"));
			case 1 -> held(released, toolCalls(call("calculator", "{\"expression\": \"42+1\"}")));
			default -> answer("It is 43.");
		});
		Replica stopping = surroundings.closing(Replica.start(surroundings.settings(), options())).awaitReady();
		List<String> runs = IntStream.range(0, RUNS).mapToObj((_) -> submit(stopping)).toList();
		await().atMost(Duration.ofMinutes(1)).until(() -> surroundings.anthropic().traffic().inFlight() == RUNS);
		long told = System.nanoTime();
		stopping.terminate();
		await().until(() -> stopping.management().get("/actuator/health/readiness").status() == 503);
		released.complete(null);
		await("the replica stops").atMost(Duration.ofMinutes(1)).until(() -> !stopping.alive());
		Duration took = Duration.ofNanos(System.nanoTime() - told);
		RunningService next = surroundings.closing(RunningService.start(surroundings.settings(),
				Map.of("agent-service.rate-limits.user-reads.capacity", "100000", "agent-service.run.lease", "3s")));
		assertThat(runs).allSatisfy((run) -> {
			Client.Reply ended = ended(next, run);
			assertThat(ended.text("/result/answer")).as(ended.body()).isEqualTo("It is 43.");
			assertThat(ended.text("/attempt")).isEqualTo("2");
		});
		LOG.info("{} runs were handed over in {} ms; model calls paid again: {}", RUNS, took.toMillis(),
				requests() - CALLS * RUNS);
		assertThat(requests()).isEqualTo(CALLS * RUNS);
		assertThat(took).isLessThan(GRACE.plus(EXIT));
	}

	private static int requests() {
		return surroundings.anthropic().requests().size();
	}

	private static String submit(Replica replica) {
		Client.Reply accepted = replica.ada().submit(Map.of("task", "What is 6*7, and one more?"));
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		return accepted.text("/run_id");
	}

	private static Client.Reply ended(ServicePorts service, String run) {
		await().atMost(Duration.ofMinutes(1))
			.until(() -> !List.of("queued", "running", "cancelling")
				.contains(service.ada().get("/runs/" + run).text("/status")));
		return service.ada().get("/runs/" + run);
	}

	private static String[] options() {
		return new String[] { "--spring.lifecycle.timeout-per-shutdown-phase=" + GRACE.toSeconds() + "s",
				"--agent-service.run.shutdown.stop-early=2s", "--agent-service.redis.command-timeout=20s",
				"--agent-service.llm.resilience.first-token=10m", "--agent-service.run.lease=3s",
				"--agent-service.run.queue.window-user=0", "--agent-service.run.queue.window-tenant=0",
				"--agent-service.run.queue.max-user=1000", "--agent-service.run.in-flight.user-percent=100",
				"--agent-service.run.in-flight.tenant-percent=100",
				"--agent-service.rate-limits.user-requests.capacity=100000",
				"--agent-service.rate-limits.user-tokens.capacity=1000000000",
				"--agent-service.budget.user-daily-usd=1000000" };
	}

}
