package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.agentservice.endtoend.EventStream.Event;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Promised;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.silence;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What flags do to runs, on two replicas with one Redis. Each has its own connections and
 * its own memory; that they are in one process shows that nothing is shared by accident.
 */
@BesideOthers
class FlagTests {

	private static final Duration PROMISED = Duration.ofSeconds(2);

	private static final Executor CLIENTS = (work) -> Thread.ofVirtual().start(work);

	private static final String TURBO = """
			{"variants": {"turbo": "openai/gpt-4-turbo"}, "default": "turbo"}""";

	private static final String ASSISTANT_OFF = """
			{"default": true, "rules": [{"agents": ["assistant"], "variant": false}], "reason": "It insults people."}""";

	@RegisterExtension
	static final ServiceUnderTest here = new ServiceUnderTest().agent("assistant", agent("assistant"))
		.agent("lonely", agent("lonely"))
		.with("agent-service.rate-limits.user-requests.capacity", 10_000);

	private static RunningService there;

	private static Client ada;

	private static Client operator;

	@BeforeAll
	static void start() {
		there = here.another(Map.of());
		ada = there.ada();
		operator = here.operator();
	}

	@AfterEach
	void clear() {
		for (String flag : List.of("parallel-tool-execution", "simple-model", "complex-model", "agent-enabled")) {
			assertThat(operator.delete("/ops/flags/" + flag).status()).isEqualTo(204);
			awaitThere(flag, "/overridden", "false");
		}
	}

	@Test
	void aChangeOnOneReplicaIsSeenByTheOtherWithinTwoSeconds() {
		Promised.within(PROMISED, () -> {
			override("parallel-tool-execution", "{\"default\": false}");
			Duration changed = Promised.time(() -> awaitThere("parallel-tool-execution", "/default", "false"));
			operator.delete("/ops/flags/parallel-tool-execution");
			Duration removed = Promised.time(() -> awaitThere("parallel-tool-execution", "/default", "true"));
			return (changed.compareTo(removed) > 0) ? changed : removed;
		});
	}

	@ParameterizedTest
	@CsvSource({ "true, started started finished finished", "false, started finished started finished" })
	void theToolCallsOfAStepRunSideBySideOrOneAfterAnother(boolean parallel, String order) {
		override("parallel-tool-execution", "{\"default\": " + parallel + "}");
		awaitThere("parallel-tool-execution", "/overridden", "true");
		here.anthropic()
			.next(toolCalls(call("calculator", "{\"expression\": \"6 * 7\"}"), call("current_time", "{}")),
					answer("It is 42."));
		try (EventStream stream = ada.stream(Map.of("task", "What is it?"))) {
			List<Event> events = stream.rest();
			assertThat(events.getLast().type()).as(events.toString()).isEqualTo("run.completed");
			assertThat(String.join(" ",
					events.stream()
						.filter((event) -> "tool".equals(event.json().path("type").asString("")))
						.map((event) -> event.type().replace("step.", ""))
						.toList()))
				.isEqualTo(order);
		}
	}

	@ParameterizedTest
	@CsvSource({ "simple-model, Hello!",
			"complex-model, 'Analyze step by step and compare: why? how? Prove it, then design a plan.'" })
	void aModelStandsInForTheAgentFilesOwn(String flag, String task) {
		here.openai().always(answer("From turbo."));
		here.anthropic().always(answer("From the file."));
		assertThat(ada.ask(task).text("/answer")).isEqualTo("From the file.");
		override(flag, TURBO);
		awaitThere(flag, "/default", "turbo");
		Client.Reply reply = ada.ask(task);
		assertThat(reply.text("/model")).as(reply.body()).isEqualTo("openai/gpt-4-turbo");
		assertThat(here.openai().requests().getLast().model()).isEqualTo("gpt-4-turbo");
		assertThat(reply.json().at("/notices").isEmpty()).as(reply.body()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nobody/gpt-4-turbo", "openai/unheard-of", "gpt-4-turbo", "/x" })
	void aModelThatCannotBeUsedIsRefused(String model) {
		Client.Reply refusal = operator.put("/ops/flags/simple-model", """
				{"variants": {"new": "%s"}, "default": "new"}""".formatted(model));
		assertThat(refusal.status()).as(refusal.body()).isEqualTo(400);
		assertThat(refusal.text("/errors/0/field")).isEqualTo("variants.new");
		assertThat(refusal.text("/errors/0/reason")).startsWith("must be a model").doesNotContain(model);
		assertThat(operator.get("/ops/flags/simple-model").text("/overridden")).isEqualTo("false");
	}

	@Test
	void aRunKeepsItsFlagsForItsNextAttempt() {
		here.openai().always(answer("From turbo."));
		here.anthropic().always(answer("From the file."));
		override("simple-model", TURBO);
		awaitThere("simple-model", "/default", "turbo");
		here.openai().next(status(400));
		Map<String, Object> request = Map.of("task", "Hello!", "agent", "lonely");
		Client.Reply failed = ada.ask("once", request);
		assertThat(failed.status()).as(failed.body()).isEqualTo(502);
		operator.delete("/ops/flags/simple-model");
		awaitThere("simple-model", "/overridden", "false");
		Client.Reply again = ada.ask("once", request);
		assertThat(again.text("/model")).as(again.body()).isEqualTo("openai/gpt-4-turbo");
		assertThat(again.text("/run_id")).isEqualTo(failed.text("/run_id"));
		assertThat(ada.get("/runs/" + again.text("/run_id")).json().path("flags").toString()).isEqualTo(
				"""
						{"agent-enabled":true,"complex-model":"","knowledge":true,"parallel-tool-execution":true,"simple-model":"openai/gpt-4-turbo"}""");
		assertThat(ada.ask("twice", request).text("/model")).isEqualTo("anthropic/claude-haiku-4-5");
	}

	@Test
	void theKillSwitchStopsARunOnTheOtherReplica() {
		here.anthropic().next(silence()).always(answer("Better now."));
		CompletableFuture<Client.Reply> reply = CompletableFuture
			.supplyAsync(() -> ada.ask("killed", Map.of("task", "Hello!")), CLIENTS);
		await().until(() -> here.anthropic().traffic().inFlight() == 1);
		override("agent-enabled", ASSISTANT_OFF);
		await().until(reply::isDone);
		await().until(() -> here.anthropic().traffic().inFlight() == 0);
		assertThat(reply.join().status()).as(reply.join().body()).isEqualTo(503);
		assertThat(reply.join().text("/code")).isEqualTo("agent_disabled");
		String runId = reply.join().text("/run_id");
		assertThat(ada.get("/runs/" + runId).text("/status")).isEqualTo("rejected");
		assertThat(there.metrics())
			.containsPattern("agent_runs_seconds_count\\{[^}]*outcome=\"rejected\"[^}]*\\} [1-9]")
			.doesNotContainPattern("agent_runs_seconds_count\\{agent=\"assistant\"[^}]*outcome=\"failed\"");
		operator.delete("/ops/flags/agent-enabled");
		awaitThere("agent-enabled", "/overridden", "false");
		Client.Reply again = ada.ask("killed", Map.of("task", "Hello!"));
		assertThat(again.text("/answer")).as(again.body()).isEqualTo("Better now.");
		assertThat(again.text("/run_id")).isEqualTo(runId);
	}

	@Test
	void theReaderOfAStreamIsToldThatTheAgentWasSwitchedOff() {
		here.anthropic().next(silence());
		try (EventStream stream = ada.stream(Map.of("task", "Hello!"))) {
			await().until(() -> here.anthropic().traffic().inFlight() == 1);
			override("agent-enabled", ASSISTANT_OFF);
			Event last = stream.rest().getLast();
			assertThat(last.type()).isEqualTo("run.failed");
			assertThat(last.json().path("code").asString()).isEqualTo("agent_disabled");
			assertThat(last.json().path("run_id").asString()).isEqualTo(stream.runId());
		}
	}

	@Test
	void anAgentThatIsSwitchedOffTakesNoNewRunsAndTheOthersDo() {
		here.anthropic().always(answer("Yes."));
		override("agent-enabled", ASSISTANT_OFF);
		awaitThere("agent-enabled", "/overridden", "true");
		Client.Reply refusal = ada.ask("Hello!");
		assertThat(refusal.status()).as(refusal.body()).isEqualTo(503);
		assertThat(refusal.text("/code")).isEqualTo("agent_disabled");
		assertThat(ada.ask(Map.of("task", "Hello!", "agent", "lonely")).status()).isEqualTo(200);
		assertThat(here.anthropic().requests()).hasSize(1);
	}

	@Test
	void theDescriptionSaysThatARunShowsItsFlags() {
		JsonNode schemas = operator.get("/v3/api-docs").json().at("/components/schemas");
		assertThat(schemas.at("/Run/properties/flags/type").asString("")).isEqualTo("object");
		assertThat(schemas.has("ResolvedFlags")).isFalse();
	}

	private static void override(String flag, String body) {
		Client.Reply reply = operator.put("/ops/flags/" + flag, body);
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
	}

	private static void awaitThere(String flag, String pointer, String expected) {
		await().pollInterval(Duration.ofMillis(20))
			.until(() -> there.operator().get("/ops/flags/" + flag).text(pointer).equals(expected));
	}

	private static String agent(String name) {
		return """
				---
				name: %s
				models: {simple: anthropic/claude-haiku-4-5}
				tools: [calculator, current_time]
				---
				You answer.
				""".formatted(name);
	}

}
