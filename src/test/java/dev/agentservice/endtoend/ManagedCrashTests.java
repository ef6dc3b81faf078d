package dev.agentservice.endtoend;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.simulator.responses.Act;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replica is killed while a response is worked on at OpenAI, after a function was
 * called: another one follows the response, and pays for it once.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.CRASHES)
class ManagedCrashTests {

	private static final String AGENT = """
			---
			name: clerk
			models: {simple: openai/gpt-4.1-mini}
			tools: [calculator]
			runtime: openai-responses
			---
			You are a clerk.
			""";

	@RegisterExtension
	static final ServiceUnderTest survivor = new ServiceUnderTest().with("agent-service.run.lease", "3s")
		.agent("clerk", AGENT);

	@Test
	void theResponseIsFollowedElsewhere() {
		AgentFiles agents = survivor.closing(AgentFiles.of(Map.of("clerk", AGENT)));
		Replica killed = survivor.replica("--agent-service.run.lease=3s",
				"--agent-service.agents.directory=" + agents.directory());
		killed.awaitReady();
		CompletableFuture<Void> released = new CompletableFuture<>();
		survivor.simulator()
			.responses()
			.next(Act.call("call_1", "calculator", "{\"expression\": \"6*7\"}"), Act.use(1000, 10))
			.next(Act.say("It is ", "42."), Act.await(released), Act.say(" Really."), Act.use(2000, 10));
		String run;
		try (EventStream stream = killed.ada()
			.stream(Map.of("task", "What is 6*7?", "agent", "clerk", "on_disconnect", "detach"))) {
			run = stream.runId();
			await().until(() -> survivor.simulator().responses().requests().size() == 2);
			await().until(() -> String.valueOf(stream.next()).contains("calculator"));
			killed.kill();
		}
		await().until(() -> survivor.simulator()
			.responses()
			.calls()
			.stream()
			.anyMatch((call) -> call.startsWith("GET /v1/responses/resp_2?stream")));
		released.complete(null);
		await().until(() -> "succeeded".equals(survivor.ada().get("/runs/" + run).text("/status")));
		Client.Reply ended = survivor.ada().get("/runs/" + run);
		assertThat(ended.text("/result/answer")).isEqualTo("It is 42. Really.");
		assertThat(ended.text("/attempt")).isEqualTo("2");
		assertThat(survivor.simulator().responses().requests()).as("no response is asked for twice").hasSize(2);
		assertThat(ended.json().at("/result/usage/cost_usd").decimalValue()).as("each response is paid once")
			.isEqualByComparingTo("0.001232");
		try (BudgetBooks books = new BudgetBooks(survivor.redis())) {
			await().until(() -> books.openReservations() == 0);
			assertThat(books.users()).allSatisfy((book) -> assertThat(book.spent()).isEqualTo(1_232_000));
		}
		await().untilAsserted(() -> assertThat(survivor.simulator().responses().kept()).isEmpty());
	}

}
