package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.endtoend.EventStream.Event;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
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
 * Replicas that are killed or told to stop while they have runs that nobody waits for.
 * The one that stays has a single slot for such runs, which is taken until the other has
 * begun its own.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.CRASHES)
class AsyncReplicaTests {

	@RegisterExtension
	static final ServiceUnderTest survivor = new ServiceUnderTest().with("agent-service.run.lease", "3s")
		.with("agent-service.run.async.limit", 1)
		// A model is silent for as long as another replica takes to start.
		.with("agent-service.llm.resilience.first-token", "5m");

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	@AfterEach
	void release() {
		this.released.complete(null);
	}

	@Test
	void whatWasAcceptedIsExecutedThoughItsReplicaDiesAtOnce() {
		Replica accepting = replica(0);
		survivor.anthropic().next(answer("Somebody did it."));
		String run = accepting.ada().submit(Map.of("task", "Do it.")).text("/run_id");
		accepting.kill();
		assertThat(ended(run).text("/result/answer")).isEqualTo("Somebody did it.");
	}

	@Test
	void aKilledReplicasRunGoesOnElsewhereWithoutRepeatingAStep() {
		String blocking = blocking();
		Replica killed = replica(1);
		survivor.anthropic().next(toolCalls(call("calculator", "{\"expression\": \"6*7\"}")), silence());
		String run = survivor.ada().submit(Map.of("task", "What is 6*7, and why?")).text("/run_id");
		await().until(() -> survivor.anthropic().requests().size() == 3);
		killed.kill();
		survivor.anthropic().next(answer("It is 42."));
		await().until(() -> "queued".equals(survivor.ada().get("/runs/" + run).text("/status")));
		this.released.complete(null);
		ended(blocking);
		assertResumed(run, "lost");
		assertThat(survivor.anthropic().requests()).as("the finished step is not repeated").hasSize(4);
	}

	@Test
	void aReplicaThatIsToldToStopHandsItsRunsOverBetweenTwoSteps() {
		String blocking = blocking();
		Replica stopped = replica(1);
		CompletableFuture<Void> step = new CompletableFuture<>();
		survivor.anthropic()
			.next(toolCalls(call("calculator", "{\"expression\": \"6*7\"}")),
					held(step, toolCalls(call("calculator", "{\"expression\": \"42+1\"}"))));
		String run = survivor.ada().submit(Map.of("task", "What is 6*7, and one more?")).text("/run_id");
		await().until(() -> survivor.anthropic().requests().size() == 3);
		stopped.terminate();
		await().until(() -> stopped.management().get("/actuator/health/readiness").status() == 503);
		step.complete(null);
		await("the replica stops").atMost(Duration.ofMinutes(1)).until(() -> !stopped.alive());
		assertThat(survivor.ada().get("/runs/" + run).text("/status")).isEqualTo("queued");
		survivor.anthropic().next(answer("It is 43."));
		this.released.complete(null);
		ended(blocking);
		assertResumed(run, "handover");
		assertThat(survivor.anthropic().requests()).as("no finished step is repeated").hasSize(4);
	}

	/** Executes so many runs from the queue at once. */
	private static Replica replica(int slots) {
		return survivor.replica("--agent-service.run.lease=3s", "--agent-service.run.async.limit=" + slots)
			.awaitReady();
	}

	/**
	 * Takes the slot of the one that stays, before there is another that might take the
	 * run.
	 */
	private String blocking() {
		survivor.anthropic().next(held(this.released, answer("At last.")));
		String run = survivor.ada().submit(Map.of("task", "Take your time.")).text("/run_id");
		await().until(() -> survivor.anthropic().traffic().inFlight() == 1);
		return run;
	}

	private static void assertResumed(String run, String reason) {
		Client.Reply ended = ended(run);
		assertThat(ended.text("/status")).as(ended.body()).isEqualTo("succeeded");
		assertThat(ended.text("/attempt")).isEqualTo("2");
		try (EventStream stream = survivor.ada().follow(run)) {
			List<Event> events = stream.rest();
			assertThat(events).extracting(Event::id).doesNotHaveDuplicates().isSorted();
			assertThat(events).extracting(Event::type).startsWith("run.started").endsWith("run.completed");
			assertThat(events).filteredOn((event) -> event.type().equals("run.resumed"))
				.singleElement()
				.satisfies((event) -> assertThat(event.json().at("/reason").asString()).isEqualTo(reason));
		}
	}

	private static Client.Reply ended(String run) {
		await().until(() -> !List.of("queued", "running", "cancelling")
			.contains(survivor.ada().get("/runs/" + run).text("/status")));
		return survivor.ada().get("/runs/" + run);
	}

}
