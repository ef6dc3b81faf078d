package dev.agentservice.simulator;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import dev.agentservice.simulator.script.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.answerWithCalls;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.contentFiltered;
import static dev.agentservice.simulator.script.Responses.contextTooLong;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;

class AnthropicWireTests {

	private static final String HELLO = """
			{"model": "claude-haiku-4-5", "max_tokens": %d, "messages": [{"role": "user", "content": "Hello"}]%s}""";

	@AutoClose
	private static final Simulator simulator = Simulator.start();

	private static final WireClient client = new WireClient(simulator);

	@AfterEach
	void clear() {
		simulator.clear();
	}

	@Test
	void anAnswerIsAMessageWithUsageAndHeaders() throws Exception {
		simulator.anthropic().next(answer("Good morning to you."));
		HttpResponse<String> response = ask("");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().map()).containsKeys("request-id", "anthropic-ratelimit-tokens-remaining");
		JsonNode body = WireClient.json(response);
		assertThat(body.at("/content/0/text").asString()).isEqualTo("Good morning to you.");
		assertThat(body.at("/stop_reason").asString()).isEqualTo("end_turn");
		assertThat(body.at("/usage/input_tokens").asInt()).isPositive();
		assertThat(body.at("/usage/output_tokens").asInt()).isPositive();
	}

	@Test
	void aStreamHasTheEventsInTheirOrder() throws Exception {
		simulator.anthropic().next(answerWithCalls("Wait.", call("current_time", "{}")));
		HttpResponse<String> response = ask(", \"stream\": true");
		assertThat(WireClient.eventNames(response)).containsExactly("message_start", "ping", "content_block_start",
				"content_block_delta", "content_block_stop", "content_block_start", "content_block_delta",
				"content_block_delta", "content_block_stop", "message_delta", "message_stop");
		List<JsonNode> events = WireClient.eventObjects(response);
		assertThat(events.getFirst().at("/message/usage/input_tokens").asInt()).isPositive();
		JsonNode delta = events.get(events.size() - 2);
		assertThat(delta.at("/delta/stop_reason").asString()).isEqualTo("tool_use");
		assertThat(delta.at("/usage/output_tokens").asInt()).isPositive();
	}

	@Test
	void parallelToolCallsAreBlocksOfOneMessage() throws Exception {
		simulator.anthropic()
			.next(toolCalls(call("current_time", "{}"), call("calculator", "{\"expression\": \"1+1\"}")));
		JsonNode body = WireClient.json(ask(""));
		assertThat(body.at("/content")).hasSize(2);
		assertThat(body.at("/content/1/id").asString()).startsWith("toolu_");
		assertThat(body.at("/content/1/input/expression").asString()).isEqualTo("1+1");
		assertThat(body.at("/stop_reason").asString()).isEqualTo("tool_use");
	}

	@Test
	void streamedToolArgumentsArePiecesOfJson() throws Exception {
		simulator.anthropic().next(toolCalls(call("calculator", "{\"expression\": \"1+1\"}")));
		String arguments = WireClient.eventObjects(ask(", \"stream\": true"))
			.stream()
			.map((event) -> event.at("/delta/partial_json").asString(""))
			.collect(Collectors.joining());
		assertThat(arguments).isEqualTo("{\"expression\": \"1+1\"}");
	}

	@Test
	void theCapCutsTheAnswer() throws Exception {
		simulator.anthropic().next(answer("One two three four five six seven."));
		JsonNode body = WireClient.json(client.anthropic(HELLO.formatted(3, "")));
		assertThat(body.at("/content/0/text").asString()).isEqualTo("One two three");
		assertThat(body.at("/stop_reason").asString()).isEqualTo("max_tokens");
	}

	@Test
	void aMarkedBeginningIsWrittenToTheCacheThenReadFromIt() throws Exception {
		String system = ", \"system\": [{\"type\": \"text\", \"text\": \"" + "Be kind. ".repeat(500)
				+ "\", \"cache_control\": {\"type\": \"ephemeral\"}}]";
		JsonNode first = WireClient.json(ask(system)).at("/usage");
		JsonNode second = WireClient.json(ask(system)).at("/usage");
		assertThat(first.at("/cache_creation_input_tokens").asInt()).isGreaterThan(1024);
		assertThat(first.at("/cache_read_input_tokens").asInt()).isZero();
		assertThat(second.at("/cache_read_input_tokens")).isEqualTo(first.at("/cache_creation_input_tokens"));
		assertThat(second.at("/cache_creation_input_tokens").asInt()).isZero();
		assertThat(second.at("/input_tokens")).isEqualTo(first.at("/input_tokens"));
	}

	@ParameterizedTest
	@CsvSource({ "401, authentication_error", "429, rate_limit_error", "500, api_error", "503, api_error",
			"529, overloaded_error" })
	void errorsAreAnthropicsJson(int status, String type) throws Exception {
		simulator.anthropic().next(status(status));
		assertError(ask(""), status, type);
	}

	@Test
	void aRateLimitMaySayWhenToRetry() throws Exception {
		simulator.anthropic().next(status(429).retryAfter(Duration.ofSeconds(7)));
		assertThat(ask("").headers().firstValue("retry-after")).hasValue("7");
	}

	@Test
	void whatIsRefusedForItsContentIsAnInvalidRequest() throws Exception {
		simulator.anthropic().next(contextTooLong(), contentFiltered());
		assertThat(ask("").body()).contains("prompt is too long: ");
		assertError(ask(""), 400, "invalid_request_error");
	}

	@Test
	void keyAndVersionAreDemanded() throws Exception {
		simulator.anthropic().expectIllegalRequests();
		String hello = HELLO.formatted(9, "");
		assertError(client.send(client.post("/messages", hello)), 401, "authentication_error");
		assertError(client.send(client.post("/messages", hello).header("x-api-key", "k")), 400,
				"invalid_request_error");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					{"max_tokens": 1, "messages": [{"role": "user", "content": "x"}]}                       | model: Field required
					{"model": "m", "messages": [{"role": "user", "content": "x"}]}                          | max_tokens: Field required
					{"model": "m", "max_tokens": 1, "messages": []}                                         | at least one message
					{"model": "m", "max_tokens": 1, "messages": [{"role": "assistant", "content": "x"}]}    | must use the "user" role
					{"model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": ""}]}          | must be non-empty
					{"model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t"}]}]} | unexpected `tool_use_id`
					{"model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "a", "input": {}}]}, {"role": "user", "content": "y"}]} | without `tool_result` blocks immediately after: t
					{"model": "m", "max_tokens": 2000, "n": 1, "messages": [{"role": "user", "content": "x"}]} | n: Extra inputs are not permitted
					{"model": "m", "max_tokens": 2000, "messages": [{"role": "user", "content": "x"}, {"role": "user", "content": "y"}]} | roles must alternate
					{"model": "m", "max_tokens": 2000, "messages": [{"role": "user", "content": " "}]} | must contain non-whitespace text
					{"model": "m", "max_tokens": 2000, "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y "}]} | cannot end with trailing whitespace
					{"model": "m", "max_tokens": 2000, "tool_choice": {"type": "auto"}, "messages": [{"role": "user", "content": "x"}]} | may only be specified while providing tools
					{"model": "m", "max_tokens": 2000, "thinking": {"type": "enabled", "budget_tokens": 1000}, "messages": [{"role": "user", "content": "x"}]} | greater than or equal to 1024
					{"model": "m", "max_tokens": 2000, "thinking": {"type": "enabled", "budget_tokens": 2000}, "messages": [{"role": "user", "content": "x"}]} | must be greater than `thinking.budget_tokens`
					{"model": "m", "max_tokens": 2000, "thinking": {"type": "adaptive"}, "temperature": 0.2, "messages": [{"role": "user", "content": "x"}]} | may only be set to 1 when thinking
					{"model": "m", "max_tokens": 2000, "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "a", "input": {}}]}, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "1"}]}]} | must define tools
					{"model": "m", "max_tokens": 2000, "tools": [{"name": "a", "input_schema": {}}], "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [{"type": "tool_use", "id": "functions.a:0", "name": "a", "input": {}}]}, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "functions.a:0", "content": "1"}]}]} | tool_use.id: String should match pattern
					{"model": "m", "max_tokens": 2000, "tools": [{"name": "a", "input_schema": {}}], "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "functions.a", "input": {}}]}, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "1"}]}]} | tool_use.name: String should match pattern
					{"model": "m", "max_tokens": 2000, "tools": [{"name": "a", "input_schema": {}}], "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "a", "input": "{"}]}, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "1"}]}]} | Input should be a valid dictionary
					{"model": "m", "max_tokens": 2000, "tools": [{"name": "a", "input_schema": {}}], "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "a", "input": {}}, {"type": "tool_use", "id": "t", "name": "a", "input": {}}]}, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "1"}]}]} | ids must be unique
					{"model": "m", "max_tokens": 2000, "tools": [{"name": "a", "input_schema": {}}], "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "a", "input": {}}]}, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "1"}, {"type": "tool_result", "tool_use_id": "t", "content": "1"}]}]} | must have a single result
					{"model": "m", "max_tokens": 2000, "tools": [{"name": "a", "input_schema": {}}], "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "a", "input": {}}]}, {"role": "user", "content": [{"type": "text", "text": "first"}, {"type": "tool_result", "tool_use_id": "t", "content": "1"}]}]} | results must come first
					{"model": "m", "max_tokens": 2000, "tools": [{"name": "a", "input_schema": {}}], "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [{"type": "thinking", "thinking": "Hm.", "signature": "bm8="}, {"type": "tool_use", "id": "t", "name": "a", "input": {}}]}, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "1"}]}]} | Invalid `signature` in `thinking` block
					{"model": "m", "max_tokens": 2000, "tools": [{"name": "a", "input_schema": {}}], "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [{"type": "thinking", "thinking": "Hm."}, {"type": "tool_use", "id": "t", "name": "a", "input": {}}]}, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "1"}]}]} | signature: Field required
					{"model": "m", "max_tokens": 2000, "tools": [{"name": "a", "input_schema": {}}], "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [{"type": "redacted_thinking", "data": "bm8=.bm8="}, {"type": "tool_use", "id": "t", "name": "a", "input": {}}]}, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "1"}]}]} | Invalid `data` in `redacted_thinking` block
					{"model": "m", "max_tokens": 2000, "thinking": {"type": "enabled", "budget_tokens": 1024}, "tools": [{"name": "a", "input_schema": {}}], "messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "a", "input": {}}]}, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "1"}]}]} | Expected `thinking` or `redacted_thinking`
					{"model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": "x"}], "tools": [{"name": "a:b", "input_schema": {}}]} | should match pattern
					""")
	void invalidRequestsGetTheRealMessage(String request, String message) throws Exception {
		simulator.anthropic().expectIllegalRequests();
		HttpResponse<String> response = client.anthropic(request);
		assertError(response, 400, "invalid_request_error");
		assertThat(WireClient.json(response).at("/error/message").asString()).containsIgnoringCase(message);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aThoughtMustComeBackWithTheResultsOfTheCallsBehindIt(boolean secret) throws Exception {
		simulator.anthropic().expectIllegalRequests();
		Answer calls = toolCalls(call("a", "{}"));
		simulator.anthropic().next(secret ? calls.thinkingInSecret("Hm.") : calls.thinking("Hm."));
		JsonNode content = WireClient.json(ask("")).at("/content");
		assertThat(content.at("/0/type").asString()).isEqualTo(secret ? "redacted_thinking" : "thinking");
		assertThat(content.toString().contains("Hm.")).isNotEqualTo(secret);
		assertThat(goOn(content.toString(), content).statusCode()).isEqualTo(200);
		HttpResponse<String> without = goOn("[" + content.path(1) + "]", content);
		assertError(without, 400, "invalid_request_error");
		assertThat(without.body()).contains("Expected `thinking` or `redacted_thinking`, but found `tool_use`");
	}

	@Test
	void aStreamedThoughtIsSignedAtItsEnd() throws Exception {
		simulator.anthropic().next(answer("Yes.").thinking("Hm, let me see."));
		List<JsonNode> events = WireClient.eventObjects(ask(", \"stream\": true"));
		assertThat(events).extracting((event) -> event.at("/delta/type").asString(""))
			.containsSubsequence("thinking_delta", "signature_delta", "text_delta");
	}

	private static HttpResponse<String> goOn(String assistant, JsonNode content)
			throws IOException, InterruptedException {
		return client.anthropic("""
				{"model": "m", "max_tokens": 9, "tools": [{"name": "a", "input_schema": {}}], "messages": [
				 {"role": "user", "content": "Hello"}, {"role": "assistant", "content": %s},
				 {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "%s", "content": "1"}]}]}"""
			.formatted(assistant, content.at("/1/id").asString()));
	}

	private static HttpResponse<String> ask(String more) throws IOException, InterruptedException {
		return client.anthropic(HELLO.formatted(500, more));
	}

	private static void assertError(HttpResponse<String> response, int status, String type) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(WireClient.json(response).at("/type").asString()).isEqualTo("error");
		assertThat(WireClient.json(response).at("/error/type").asString()).isEqualTo(type);
	}

}
