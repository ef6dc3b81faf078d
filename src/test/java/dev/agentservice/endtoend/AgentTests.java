package dev.agentservice.endtoend;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.chat.Turn;
import dev.agentservice.simulator.script.Scripted;
import dev.agentservice.simulator.script.SimulatedProvider;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.contentFiltered;
import static dev.agentservice.simulator.script.Responses.contextTooLong;
import static dev.agentservice.simulator.script.Responses.garbage;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class AgentTests {

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest()
		.with("agent-service.llm.models[anthropic/claude-haiku-4-5].context-window", 6000);

	static Stream<Arguments> providers() {
		return Stream.of(Arguments.of("assistant", service.anthropic(), "anthropic/claude-haiku-4-5"),
				Arguments.of("analyst", service.openai(), "openai/gpt-5.4-mini"));
	}

	@ParameterizedTest(name = "{2}")
	@MethodSource("providers")
	void twoToolsRunInParallelAndTheirResultsReachTheModel(String agent, SimulatedProvider provider, String model) {
		provider.next(toolCalls(call("calculator", "{\"expression\": \"17.5 / 100 * 2300\"}"),
				call("calculator", "{\"expression\": \"6 * 7\"}")), answer("402.5 and 42."));
		Client.Reply reply = service.ada().ask(Map.of("task", "Two sums, please.", "agent", agent));
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		assertThat(reply.text("/answer")).isEqualTo("402.5 and 42.");
		assertThat(reply.text("/model")).isEqualTo(model);
		assertThat(reply.json().at("/steps").valueStream().map((step) -> step.at("/name").asString()).toList())
			.containsExactly(model, "calculator", "calculator", model);
		ChatCall last = provider.requests().getLast();
		assertThat(last.freshResults()).extracting(Turn.ToolResult::text).containsExactly("402.5", "42");
	}

	@ParameterizedTest(name = "{2}")
	@MethodSource("providers")
	void readAsAStreamTheSameRunTellsItsAnswerPieceByPiece(String agent, SimulatedProvider provider, String model) {
		provider.next(toolCalls(call("calculator", "{\"expression\": \"1+1\"}"),
				call("calculator", "{\"expression\": \"6*7\"}")), answer("Two and forty-two."));
		List<EventStream.Event> events = service.ada().stream(Map.of("task", "Two sums.", "agent", agent)).rest();
		assertThat(provider.requests()).allMatch((call) -> call.body().at("/stream").asBoolean());
		assertThat(provider.requests().getLast().freshResults()).extracting(Turn.ToolResult::text)
			.containsExactly("2", "42");
		String deltas = events.stream()
			.map((event) -> event.type().equals("answer.delta") ? event.json().at("/text").asString() : "")
			.collect(Collectors.joining());
		assertThat(deltas).isEqualTo("Two and forty-two.");
		assertThat(events.getLast().type()).isEqualTo("run.completed");
		assertThat(events.getLast().json().at("/model").asString()).isEqualTo(model);
	}

	@Test
	void theResponseSaysWhatTheRunTook() {
		service.anthropic().next(answer("Hello."));
		JsonNode body = service.ada().ask("Hi").json();
		assertThat(body.at("/run_id").asString()).matches("run_[0-9A-HJKMNP-TV-Z]{26}");
		assertThat(body.at("/status").asString()).isEqualTo("succeeded");
		assertThat(body.at("/usage/input_tokens").asInt()).isPositive();
		assertThat(body.at("/usage/output_tokens").asInt()).isPositive();
		assertThat(body.at("/latency_ms/planning").asInt()).isZero();
		assertThat(body.at("/latency_ms/total").isNumber()).isTrue();
		assertThat(body.at("/notices").isEmpty()).isTrue();
		assertThat(body.has("session_id")).isFalse();
	}

	@Test
	void aComplexTaskGoesToTheComplexModel() {
		service.anthropic().always(answer("A long comparison."));
		String task = """
				Compare these three contracts step by step, explain why the second is riskier, and design a plan:
				1. What are the trade-offs?
				2. Which clauses contradict each other?
				3. Prove that the liability is bounded.""";
		assertThat(service.ada().ask(task).text("/model")).isEqualTo("anthropic/claude-sonnet-5");
		assertThat(service.ada().ask("Hi").text("/model")).isEqualTo("anthropic/claude-haiku-4-5");
	}

	@Test
	void whatAToolGetsWrongGoesBackToTheModel() {
		service.anthropic()
			.next(toolCalls(call("calculator", "{\"expression\": \"1 / 0\"}"), call("no_such_tool", "{}"),
					call("calculator", "{\"sum\": 1}")), answer("Sorry."));
		Client.Reply reply = service.ada().ask("Try this.");
		assertThat(reply.text("/answer")).isEqualTo("Sorry.");
		assertThat(reply.json().at("/steps").valueStream().map((step) -> step.at("/outcome").asString()).toList())
			.contains("failed", "unknown_tool", "invalid_arguments");
	}

	@Test
	void atTheStepLimitTheModelIsAskedOnceMoreWithoutTools() {
		service.anthropic()
			.when((call) -> !call.tools().isEmpty() && !"none".equals(call.body().at("/tool_choice/type").asString("")))
			.always(toolCalls(call("calculator", "{\"expression\": \"1+1\"}")));
		service.anthropic()
			.when((call) -> "none".equals(call.body().at("/tool_choice/type").asString("")))
			.always(answer("That is all I have."));
		Client.Reply reply = service.ada().ask("Go round in circles.");
		assertThat(reply.text("/answer")).isEqualTo("That is all I have.");
		assertThat(service.anthropic().requests()).hasSize(8);
		assertThat(reply.text("/notices/0")).isEqualTo("step_limit_reached");
	}

	@Test
	void aSessionIsKeptListedShownAndDeletedForItsOwnerOnly() {
		service.anthropic().always(answer("Nice to meet you."));
		assertThat(service.ada().ask("private", "I am Ada.").status()).isEqualTo(200);
		assertThat(service.ada().get("/sessions").body()).contains("\"private\"");
		assertThat(service.ada().get("/sessions/private").text("/turns/0/messages/0/text")).isEqualTo("I am Ada.");
		assertThat(service.bob().get("/sessions/private").status()).isEqualTo(404);
		assertThat(service.bob().delete("/sessions/private").status()).isEqualTo(404);
		assertThat(service.ada().delete("/sessions/private").status()).isEqualTo(204);
		assertThat(service.ada().get("/sessions/private").text("/code")).isEqualTo("not_found");
	}

	@Test
	void historyIsTrimmedToTheModelsWindow() {
		service.anthropic().always(answer("Yes."));
		String page = " All work and no play makes Jack a dull boy.".repeat(40);
		for (int turn = 0; turn < 12; turn++) {
			assertThat(service.ada().ask("long", turn + page).status()).isEqualTo(200);
		}
		Client.Reply reply = service.ada().ask("long", "And now?");
		assertThat(reply.text("/notices/0")).as(reply.body()).isEqualTo("history_trimmed");
		List<String> prompt = service.anthropic().requests().getLast().userTexts();
		assertThat(prompt.getLast()).isEqualTo("And now?");
		assertThat(prompt.get(prompt.size() - 2)).startsWith("11 All work");
		assertThat(prompt.getFirst()).doesNotStartWith("0 All work");
	}

	@Test
	void providersFaultsAreClearProblems() {
		allAnswer(garbage());
		assertProblem(service.ada().ask("a"), 503, "models_unavailable");
		allAnswer(status(529));
		assertProblem(service.ada().ask("b"), 503, "models_unavailable");
		allAnswer(contextTooLong());
		assertProblem(service.ada().ask("c"), 413, "input_too_large");
		service.clear();
		service.anthropic().next(contentFiltered());
		assertProblem(service.ada().ask("d"), 422, "input_rejected");
		assertThat(service.openai().requests()).isEmpty();
		service.anthropic().next(answer("Still here."));
		assertThat(service.ada().ask("e").status()).isEqualTo(200);
	}

	@Test
	void aFailedRunLeavesTheSessionFree() {
		allAnswer(status(400));
		assertThat(service.ada().ask("resilient", "First").status()).isEqualTo(502);
		service.clear();
		service.anthropic().next(answer("Better."));
		assertThat(service.ada().ask("resilient", "Second").status()).isEqualTo(200);
		assertThat(service.ada().get("/sessions/resilient").json().at("/turns").size()).isEqualTo(1);
	}

	@Test
	void anUnknownAgentIsNamed() {
		Client.Reply reply = service.ada().ask(Map.of("task", "x", "agent", "nobody"));
		assertProblem(reply, 400, "invalid_request");
		assertThat(reply.text("/errors/0/field")).isEqualTo("agent");
	}

	private static void allAnswer(Scripted response) {
		service.clear();
		service.anthropic().always(response);
		service.openai().always(response);
	}

	private static void assertProblem(Client.Reply reply, int status, String code) {
		assertThat(reply.status()).as(reply.body()).isEqualTo(status);
		assertThat(reply.text("/code")).isEqualTo(code);
	}

}
