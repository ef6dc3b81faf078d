package dev.agentservice.simulator;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.contentFiltered;
import static dev.agentservice.simulator.script.Responses.contextTooLong;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;

class OpenAiWireTests {

	private static final String HELLO = """
			{"model": "gpt-4.1-mini", "store": false, "messages": [{"role": "user", "content": "Hello"}]%s}""";

	@AutoClose
	private static final Simulator simulator = Simulator.start();

	private static final WireClient client = new WireClient(simulator);

	@AfterEach
	void clear() {
		simulator.clear();
	}

	@Test
	void anAnswerIsAChatCompletionWithUsageAndHeaders() throws Exception {
		simulator.openai().next(answer("Good morning to you."));
		HttpResponse<String> response = ask("");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().map()).containsKeys("x-request-id", "x-ratelimit-remaining-tokens",
				"x-ratelimit-reset-requests");
		JsonNode body = WireClient.json(response);
		assertThat(body.at("/object").asString()).isEqualTo("chat.completion");
		assertThat(body.at("/choices/0/message/content").asString()).isEqualTo("Good morning to you.");
		assertThat(body.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
		assertThat(body.at("/usage/prompt_tokens").asInt() + body.at("/usage/completion_tokens").asInt())
			.isEqualTo(body.at("/usage/total_tokens").asInt());
		assertThat(body.at("/usage/prompt_tokens_details/cached_tokens").isInt()).isTrue();
	}

	@Test
	void aStreamedAnswerIsChunksAndEndsWithDone() throws Exception {
		simulator.openai().next(answer("Good morning to you."));
		HttpResponse<String> response = ask(", \"stream\": true");
		assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
		assertThat(response.body()).endsWith("data: [DONE]\n\n").doesNotContain("usage");
		List<JsonNode> chunks = WireClient.eventObjects(response);
		assertThat(chunks).hasSizeGreaterThan(4)
			.allSatisfy((chunk) -> assertThat(chunk.at("/object").asString()).isEqualTo("chat.completion.chunk"));
		assertThat(chunks.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
		assertThat(joined(chunks, "/choices/0/delta/content")).isEqualTo("Good morning to you.");
		assertThat(chunks.getLast().at("/choices/0/finish_reason").asString()).isEqualTo("stop");
	}

	@Test
	void theUsageChunkComesOnlyIfAskedForAndHasNoChoices() throws Exception {
		HttpResponse<String> response = ask(", \"stream\": true, \"stream_options\": {\"include_usage\": true}");
		List<JsonNode> chunks = WireClient.eventObjects(response);
		assertThat(chunks.getLast().at("/choices")).isEmpty();
		assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isPositive();
		assertThat(chunks.getFirst().at("/usage").isNull()).isTrue();
	}

	@Test
	void parallelToolCallsStandInOneMessage() throws Exception {
		simulator.openai().next(toolCalls(call("current_time", "{}"), call("calculator", "{\"expression\": \"1+1\"}")));
		JsonNode choice = WireClient.json(ask("")).at("/choices/0");
		assertThat(choice.at("/message/content").isNull()).isTrue();
		assertThat(choice.at("/message/tool_calls")).hasSize(2);
		assertThat(choice.at("/message/tool_calls/1/function/arguments").asString())
			.isEqualTo("{\"expression\": \"1+1\"}");
		assertThat(choice.at("/finish_reason").asString()).isEqualTo("tool_calls");
	}

	@Test
	void streamedToolCallsNameTheirIndexFirstThenTheirArgumentsInPieces() throws Exception {
		simulator.openai().next(toolCalls(call("current_time", "{}"), call("calculator", "{\"expression\": \"1+1\"}")));
		List<JsonNode> calls = WireClient.eventObjects(ask(", \"stream\": true"))
			.stream()
			.map((chunk) -> chunk.at("/choices/0/delta/tool_calls/0"))
			.filter((call) -> call.at("/index").asInt(0) == 1)
			.toList();
		assertThat(calls.getFirst().at("/id").asString()).startsWith("call_");
		assertThat(calls.getFirst().at("/function/name").asString()).isEqualTo("calculator");
		assertThat(calls.stream().skip(1)).noneMatch((call) -> call.has("id"));
		assertThat(joined(calls, "/function/arguments")).isEqualTo("{\"expression\": \"1+1\"}");
	}

	@ParameterizedTest
	@CsvSource({ "max_tokens", "max_completion_tokens" })
	void aCapCutsTheAnswer(String cap) throws Exception {
		simulator.openai().next(answer("One two three four five six seven."));
		JsonNode body = WireClient.json(ask(", \"" + cap + "\": 3"));
		assertThat(body.at("/choices/0/message/content").asString()).isEqualTo("One two three");
		assertThat(body.at("/choices/0/finish_reason").asString()).isEqualTo("length");
		assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(3);
	}

	@Test
	void reasoningModelsRefuseTheOldCap() throws Exception {
		simulator.openai().expectIllegalRequests();
		HttpResponse<String> response = client.openai("""
				{"model": "gpt-5.4-mini", "max_tokens": 9, "messages": [{"role": "user", "content": "Hello"}]}""");
		assertError(response, 400, "unsupported_parameter");
	}

	@ParameterizedTest
	@CsvSource({ "'', 400", "'\"store\": true,', 400", "'\"store\": null,', 400", "'\"store\": false,', 200" })
	void nothingIsAnsweredThatMayBeStored(String store, int status) throws Exception {
		if (status == 400) {
			simulator.openai().expectIllegalRequests();
		}
		HttpResponse<String> response = client
			.openai("{\"model\": \"gpt-4o\", " + store + " \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}");
		assertThat(response.statusCode()).isEqualTo(status);
	}

	@Test
	void aLongBeginningSeenBeforeIsReadFromTheCache() throws Exception {
		String system = "{\"role\": \"system\", \"content\": \"" + "Be kind. ".repeat(500) + "\"}";
		String request = "{\"model\": \"gpt-4.1\", \"store\": false, \"messages\": [" + system
				+ ", {\"role\": \"user\", \"content\": \"%s\"}]}";
		String cached = "/usage/prompt_tokens_details/cached_tokens";
		assertThat(WireClient.json(client.openai(request.formatted("One"))).at(cached).asInt()).isZero();
		assertThat(WireClient.json(client.openai(request.formatted("Two"))).at(cached).asInt()).isGreaterThan(1024)
			.matches((tokens) -> tokens % 128 == 0);
	}

	@ParameterizedTest
	@CsvSource({ "401, invalid_api_key", "429, rate_limit_exceeded", "500, ", "503, " })
	void errorsAreOpenAisJson(int status, String code) throws Exception {
		simulator.openai().next(status(status));
		assertError(ask(""), status, code);
	}

	@Test
	void aRateLimitMaySayWhenToRetry() throws Exception {
		simulator.openai().next(status(429).retryAfter(Duration.ofSeconds(7)), status(429));
		assertThat(ask("").headers().firstValue("retry-after")).hasValue("7");
		assertThat(ask("").headers().firstValue("retry-after")).isEmpty();
	}

	@Test
	void whatIsRefusedForItsContentHasItsOwnCode() throws Exception {
		simulator.openai().next(contextTooLong(), contentFiltered());
		assertError(ask(""), 400, "context_length_exceeded");
		assertError(ask(""), 400, "content_filter");
		simulator.openai().contextWindow(5);
		assertError(ask(""), 400, "context_length_exceeded");
	}

	@Test
	void withoutABearerKeyNothingIsAnswered() throws Exception {
		assertThat(client.send(client.post("/chat/completions", HELLO.formatted(""))).statusCode()).isEqualTo(401);
		assertThat(simulator.openai().requests()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{                                                                  | could not parse
					{"messages": [{"role": "user"}]}                                   | must provide a model
					{"model": "m", "messages": []}                                     | empty array
					{"model": "m", "messages": [{"role": "cat"}]}                      | Invalid value: 'cat'
					{"model": "m", "messages": [{"role": "user", "content": "x"}], "tools": []} | Invalid 'tools'
					{"model": "m", "messages": [{"role": "user"}]} | expected a string, got null
					{"model": "m", "messages": [{"role": "user", "content": "x"}], "max_tokens": 1, "max_completion_tokens": 1} | at the same time
					{"model": "gpt-5-mini", "messages": [{"role": "user", "content": "x"}], "max_tokens": 1} | Use 'max_completion_tokens' instead
					{"model": "o3", "messages": [{"role": "user", "content": "x"}], "tools": [{"function": {"name": "a"}}], "parallel_tool_calls": false} | 'parallel_tool_calls' is not supported with this model
					{"model": "gpt-5.4", "messages": [{"role": "user", "content": "x"}], "tools": [{"function": {"name": "a"}}], "reasoning_effort": "low"} | Function tools with reasoning_effort are not supported
					{"model": "gpt-5.4", "messages": [{"role": "user", "content": "x"}], "temperature": 0.5} | Only the default (1) value is supported
					{"model": "m", "messages": [{"role": "user", "content": "x"}], "tool_choice": "auto"} | only allowed when 'tools' are specified
					{"model": "m", "messages": [{"role": "user", "content": "x"}], "thinking": {}} | Unrecognized request argument
					{"model": "m", "messages": [{"role": "user", "content": "x"}], "stream_options": {}} | only allowed when 'stream' is enabled
					{"model": "m", "messages": [{"role": "user", "content": "x", "reasoning_content": "y"}]} | Additional properties are not allowed
					{"model": "m", "messages": [{"role": "tool", "content": "x", "tool_call_id": "x"}]} | must be a response to a preceeding message
					{"model": "m", "messages": [{"role": "assistant", "tool_calls": [{"id": "x", "type": "function", "function": {"name": "a", "arguments": "{}"}}]}, {"role": "user", "content": "x"}]} | did not have response messages: x
					{"model": "m", "messages": [{"role": "assistant", "tool_calls": [{"id": "x", "type": "function", "function": {"name": "a", "arguments": "{}"}}, {"id": "x", "type": "function", "function": {"name": "a", "arguments": "{}"}}]}, {"role": "user", "content": "x"}]} | duplicate id
					{"model": "m", "messages": [{"role": "assistant", "tool_calls": [{"id": "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", "type": "function", "function": {"name": "a", "arguments": "{}"}}]}, {"role": "user", "content": "x"}]} | maximum length 40
					{"model": "m", "messages": [{"role": "assistant", "tool_calls": [{"id": "x", "type": "function", "function": {"name": "functions.a", "arguments": "{}"}}]}, {"role": "user", "content": "x"}]} | function.name': string does not match pattern
					{"model": "m", "messages": [{"role": "assistant", "tool_calls": [{"id": "x", "type": "function", "function": {"name": "a", "arguments": "{"}}]}, {"role": "user", "content": "x"}]} | not a JSON object
					{"model": "m", "messages": [{"role": "assistant", "tool_calls": [{"id": "x"}]}, {"role": "user", "content": "x"}]} | Missing required parameter
					{"model": "m", "messages": [{"role": "user"}], "tools": [{"function": {"name": "a:b"}}]} | does not match pattern
					""")
	void invalidRequestsGetTheRealMessage(String request, String message) throws Exception {
		simulator.openai().expectIllegalRequests();
		HttpResponse<String> response = client.openai(request);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(WireClient.json(response).at("/error/message").asString()).contains(message);
		assertThat(WireClient.json(response).at("/error/type").asString()).isEqualTo("invalid_request_error");
	}

	@Test
	void embeddingsAreDeterministicAndNearForSharedWords() throws Exception {
		JsonNode data = embed("[\"red apples\", \"red apples\", \"green apples\", \"quantum field\"]").at("/data");
		assertThat(data).hasSize(4);
		assertThat(data.at("/0/embedding")).hasSize(256).isEqualTo(data.at("/1/embedding"));
		assertThat(cosine(data, 0, 2)).isGreaterThan(cosine(data, 0, 3));
		assertThat(embed("\"red apples\"").at("/usage/prompt_tokens").asInt()).isPositive();
	}

	@Test
	void modelsAreListed() throws Exception {
		assertThat(WireClient.json(client.send(client.get("/models"))).at("/data/0/object").asString())
			.isEqualTo("model");
	}

	private static HttpResponse<String> ask(String more) throws IOException, InterruptedException {
		return client.openai(HELLO.formatted(more));
	}

	private static JsonNode embed(String input) throws IOException, InterruptedException {
		return WireClient.json(
				client.send(
						client
							.post("/embeddings",
									"{\"model\": \"text-embedding-3-small\", \"dimensions\": 256, \"input\": " + input
											+ "}")
							.header("authorization", "Bearer sk-test")));
	}

	private static double cosine(JsonNode data, int one, int other) {
		double sum = 0;
		for (int i = 0; i < 256; i++) {
			sum += data.path(one).at("/embedding/" + i).asDouble() * data.path(other).at("/embedding/" + i).asDouble();
		}
		return sum;
	}

	private static void assertError(HttpResponse<String> response, int status, String code) {
		assertThat(response.statusCode()).isEqualTo(status);
		JsonNode error = WireClient.json(response).at("/error");
		assertThat(error.at("/message").asString()).isNotEmpty();
		assertThat(error.at("/code").asString(null)).isEqualTo(code);
	}

	private static String joined(List<JsonNode> nodes, String pointer) {
		return nodes.stream().map((node) -> node.at(pointer).asString("")).collect(Collectors.joining());
	}

}
