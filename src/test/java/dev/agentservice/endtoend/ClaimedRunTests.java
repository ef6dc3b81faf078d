package dev.agentservice.endtoend;

import java.util.Map;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.silence;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A run whose replica was killed between two rounds of tools is finished by another,
 * which has only the run's record and, by now, another revision of the agent.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.CRASHES)
class ClaimedRunTests {

	private static final String AGENT = """
			---
			name: clerk
			models: {simple: anthropic/claude-3-haiku, complex: anthropic/claude-3-haiku}
			tools: [calculator]
			---
			""";

	private static final String FLAG = "/ops/flags/parallel-tool-execution";

	@RegisterExtension
	static final ServiceUnderTest survivor = new ServiceUnderTest().with("agent-service.run.lease", "3s")
		.agent("clerk", AGENT + "You are the new clerk.");

	private static Replica killed;

	@BeforeAll
	static void start() {
		AgentFiles before = survivor.closing(AgentFiles.of(Map.of("clerk", AGENT + "You are the old clerk.")));
		killed = survivor.replica("--agent-service.run.lease=3s",
				"--agent-service.agents.directory=" + before.directory());
		killed.awaitReady();
	}

	@AfterEach
	void switchBack() {
		survivor.operator().delete(FLAG);
	}

	@Test
	void theOtherGoesOnWithTheOrderOfItsFirstAttempt() {
		survivor.operator().put(FLAG, "{\"default\": false}");
		await().until(() -> "false".equals(killed.operator().get(FLAG).text("/default")));
		survivor.anthropic()
			.next(toolCalls(call("calculator", "{\"expression\": \"6*7\"}")),
					toolCalls(call("calculator", "{\"expression\": \"42+1\"}")), silence());
		String runId;
		try (EventStream stream = killed.ada()
			.stream(Map.of("task", "What is 6*7, and one more?", "agent", "clerk", "session_id", "s", "on_disconnect",
					"detach", "metadata", Map.of("order", "7")))) {
			runId = stream.runId();
			await().until(() -> survivor.anthropic().requests().size() == 3);
			survivor.anthropic().next(answer("It is 43."));
			killed.kill();
		}
		Client.Reply before = survivor.ada().get("/runs/" + runId);
		survivor.operator().delete(FLAG);
		await().until(() -> "succeeded".equals(survivor.ada().get("/runs/" + runId).text("/status")));
		Client.Reply run = survivor.ada().get("/runs/" + runId);
		assertThat(run.text("/result/answer")).isEqualTo("It is 43.");
		assertThat(run.text("/attempt")).isEqualTo("2");
		assertThat(run.text("/revision")).isEqualTo(before.text("/revision"));
		assertThat(run.json().at("/flags/parallel-tool-execution").asBoolean(true)).isFalse();
		assertThat(survivor.anthropic().requests()).as("no finished step is repeated").hasSize(4);
		ChatCall last = survivor.anthropic().requests().getLast();
		assertThat(last.body().path("system").toString()).contains("You are the old clerk.");
		assertThat(last.userTexts()).first().asString().contains("What is 6*7, and one more?");
		assertThat(survivor.ada().get("/sessions/s").json().at("/turns").size()).isOne();
	}

}
