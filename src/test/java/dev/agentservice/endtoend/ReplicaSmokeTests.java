package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.endtoend.EventStream.Event;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.BeforeAll;
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
 * The two ways in which a replica leaves, once each, in every build: killed, and told to
 * stop. The classes with the tag {@code process} have all the others.
 */
@BesideOthers
@ResourceLock(BesideOthers.STOPS)
public class ReplicaSmokeTests {

	private static final Map<String, Object> QUESTION = Map.of("task", "What is 6*7, and why?");

	/** Stays. */
	@RegisterExtension
	static final ServiceUnderTest survivor = new ServiceUnderTest().with("agent-service.run.lease", "3s");

	private static Replica killed;

	private static Replica stopped;

	@BeforeAll
	static void start() {
		killed = survivor.replica("--agent-service.run.lease=3s");
		stopped = survivor.replica("--agent-service.run.shutdown.delay=1s");
		killed.awaitReady();
		stopped.awaitReady();
	}

	@Test
	void theRunOfAKilledReplicaResumesElsewhereAfterItsLastFinishedStep() {
		survivor.anthropic().next(toolCalls(call("calculator", "{\"expression\": \"6*7\"}")), silence());
		String runId;
		try (EventStream stream = killed.ada().stream("smoke", QUESTION)) {
			runId = stream.runId();
			await().until(() -> survivor.anthropic().requests().size() == 2);
			killed.kill();
		}
		List<Event> events = survivor.ada().follow(runId).rest();
		assertThat(events.getLast().json().at("/code").asString()).isEqualTo("owner_lost");
		survivor.anthropic().next(answer("It is 42."));
		Client.Reply retried = survivor.ada().ask("smoke", QUESTION);
		assertThat(retried.text("/answer")).isEqualTo("It is 42.");
		assertThat(retried.text("/run_id")).isEqualTo(runId);
		assertThat(survivor.anthropic().requests()).as("the finished step is not repeated").hasSize(3);
	}

	@Test
	void aReplicaThatIsToldToStopFinishesItsRunsFirst() {
		CompletableFuture<Void> released = new CompletableFuture<>();
		survivor.anthropic().next(held(released, answer("Done before I left.")));
		CompletableFuture<Client.Reply> reply = CompletableFuture
			.supplyAsync(() -> stopped.ada().ask("Take your time."), Thread::startVirtualThread);
		await().until(() -> survivor.anthropic().traffic().inFlight() == 1);
		stopped.terminate();
		await().until(() -> stopped.management().get("/actuator/health/readiness").status() == 503);
		released.complete(null);
		assertThat(reply.join().text("/answer")).isEqualTo("Done before I left.");
		await("the replica stops").atMost(Duration.ofMinutes(1)).until(() -> !stopped.alive());
	}

}
