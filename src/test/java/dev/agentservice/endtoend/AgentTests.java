package dev.agentservice.endtoend;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.AgentServiceApplication;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.Scripted;
import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.chat.Turn;
import dev.agentservice.simulator.script.SimulatedProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.contentFiltered;
import static dev.agentservice.simulator.script.Responses.contextTooLong;
import static dev.agentservice.simulator.script.Responses.garbage;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;

class AgentTests {

	private static RedisServer redis;

	private static Simulator simulator;

	private static ConfigurableApplicationContext service;

	private static Client ada;

	private static Client bob;

	@BeforeAll
	static void start() {
		redis = RedisServer.start();
		simulator = Simulator.start();
		service = new SpringApplication(AgentServiceApplication.class).run(Stream
			.concat(Stream.of(new ReplicaSettings(redis, simulator).arguments()),
					Stream.of("--server.port=0", "--management.server.port=0",
							"--agent-service.llm.models[anthropic/claude-haiku-4-5].context-window=6000"))
			.toArray(String[]::new));
		String baseUrl = "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port");
		ada = new Client(baseUrl, ReplicaSettings.ADAS_KEY);
		bob = new Client(baseUrl, ReplicaSettings.BOBS_KEY);
	}

	@AfterEach
	void clear() {
		simulator.clear();
	}

	@AfterAll
	static void stop() {
		service.close();
		simulator.close();
		redis.close();
	}

	static Stream<Arguments> providers() {
		return Stream.of(Arguments.of("assistant", simulator.anthropic(), "anthropic/claude-haiku-4-5"),
				Arguments.of("analyst", simulator.openai(), "openai/gpt-5.4-mini"));
	}

	@ParameterizedTest(name = "{2}")
	@MethodSource("providers")
	void twoToolsRunInParallelAndTheirResultsReachTheModel(String agent, SimulatedProvider provider, String model) {
		provider.next(toolCalls(call("calculator", "{\"expression\": \"17.5 / 100 * 2300\"}"),
				call("calculator", "{\"expression\": \"6 * 7\"}")), answer("402.5 and 42."));
		Client.Reply reply = ada.ask(Map.of("task", "Two sums, please.", "agent", agent));
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
		List<EventStream.Event> events = ada.stream(Map.of("task", "Two sums.", "agent", agent)).rest();
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
		simulator.anthropic().next(answer("Hello."));
		JsonNode body = ada.ask("Hi").json();
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
		simulator.anthropic().always(answer("A long comparison."));
		String task = """
				Compare these three contracts step by step, explain why the second is riskier, and design a plan:
				1. What are the trade-offs?
				2. Which clauses contradict each other?
				3. Prove that the liability is bounded.""";
		assertThat(ada.ask(task).text("/model")).isEqualTo("anthropic/claude-sonnet-5");
		assertThat(ada.ask("Hi").text("/model")).isEqualTo("anthropic/claude-haiku-4-5");
	}

	@Test
	void whatAToolGetsWrongGoesBackToTheModel() {
		simulator.anthropic()
			.next(toolCalls(call("calculator", "{\"expression\": \"1 / 0\"}"), call("no_such_tool", "{}"),
					call("calculator", "{\"sum\": 1}")), answer("Sorry."));
		Client.Reply reply = ada.ask("Try this.");
		assertThat(reply.text("/answer")).isEqualTo("Sorry.");
		assertThat(reply.json().at("/steps").valueStream().map((step) -> step.at("/outcome").asString()).toList())
			.contains("failed", "unknown_tool", "invalid_arguments");
	}

	@Test
	void atTheStepLimitTheModelIsAskedOnceMoreWithoutTools() {
		simulator.anthropic()
			.when((call) -> !call.tools().isEmpty() && !"none".equals(call.body().at("/tool_choice/type").asString("")))
			.always(toolCalls(call("calculator", "{\"expression\": \"1+1\"}")));
		simulator.anthropic()
			.when((call) -> "none".equals(call.body().at("/tool_choice/type").asString("")))
			.always(answer("That is all I have."));
		Client.Reply reply = ada.ask("Go round in circles.");
		assertThat(reply.text("/answer")).isEqualTo("That is all I have.");
		assertThat(simulator.anthropic().requests()).hasSize(8);
		assertThat(reply.text("/notices/0")).isEqualTo("step_limit_reached");
	}

	@Test
	void aSessionIsKeptListedShownAndDeletedForItsOwnerOnly() {
		simulator.anthropic().always(answer("Nice to meet you."));
		assertThat(ada.ask("private", "I am Ada.").status()).isEqualTo(200);
		assertThat(ada.get("/sessions").body()).contains("\"private\"");
		assertThat(ada.get("/sessions/private").text("/turns/0/messages/0/text")).isEqualTo("I am Ada.");
		assertThat(bob.get("/sessions/private").status()).isEqualTo(404);
		assertThat(bob.delete("/sessions/private").status()).isEqualTo(404);
		assertThat(ada.delete("/sessions/private").status()).isEqualTo(204);
		assertThat(ada.get("/sessions/private").text("/code")).isEqualTo("not_found");
	}

	@Test
	void historyIsTrimmedToTheModelsWindow() {
		simulator.anthropic().always(answer("Yes."));
		String page = " All work and no play makes Jack a dull boy.".repeat(40);
		for (int turn = 0; turn < 12; turn++) {
			assertThat(ada.ask("long", turn + page).status()).isEqualTo(200);
		}
		Client.Reply reply = ada.ask("long", "And now?");
		assertThat(reply.text("/notices/0")).as(reply.body()).isEqualTo("history_trimmed");
		List<String> prompt = simulator.anthropic().requests().getLast().userTexts();
		assertThat(prompt.getLast()).isEqualTo("And now?");
		assertThat(prompt.get(prompt.size() - 2)).startsWith("11 All work");
		assertThat(prompt.getFirst()).doesNotStartWith("0 All work");
	}

	@Test
	void providersFaultsAreClearProblems() {
		allAnswer(garbage());
		assertProblem(ada.ask("a"), 503, "models_unavailable");
		allAnswer(status(529));
		assertProblem(ada.ask("b"), 503, "models_unavailable");
		allAnswer(contextTooLong());
		assertProblem(ada.ask("c"), 413, "input_too_large");
		simulator.clear();
		simulator.anthropic().next(contentFiltered());
		assertProblem(ada.ask("d"), 422, "input_rejected");
		assertThat(simulator.openai().requests()).isEmpty();
		simulator.anthropic().next(answer("Still here."));
		assertThat(ada.ask("e").status()).isEqualTo(200);
	}

	@Test
	void aFailedRunLeavesTheSessionFree() {
		allAnswer(status(400));
		assertThat(ada.ask("resilient", "First").status()).isEqualTo(503);
		simulator.clear();
		simulator.anthropic().next(answer("Better."));
		assertThat(ada.ask("resilient", "Second").status()).isEqualTo(200);
		assertThat(ada.get("/sessions/resilient").json().at("/turns").size()).isEqualTo(1);
	}

	@Test
	void anUnknownAgentIsNamed() {
		Client.Reply reply = ada.ask(Map.of("task", "x", "agent", "nobody"));
		assertProblem(reply, 400, "invalid_request");
		assertThat(reply.text("/errors/0/field")).isEqualTo("agent");
	}

	private static void allAnswer(Scripted response) {
		simulator.clear();
		simulator.anthropic().always(response);
		simulator.openai().always(response);
	}

	private static void assertProblem(Client.Reply reply, int status, String code) {
		assertThat(reply.status()).as(reply.body()).isEqualTo(status);
		assertThat(reply.text("/code")).isEqualTo(code);
	}

}
