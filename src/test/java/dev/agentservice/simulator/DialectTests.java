package dev.agentservice.simulator;

import java.io.IOException;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;

/** That each simulated provider speaks its dialect. */
class DialectTests {

	private static final String STREAM = """
			{"model": "m", "stream": true, "messages": [{"role": "user", "content": "Hello"}],
			 "tools": [{"type": "function", "function": {"name": "a"}}]}""";

	private static final String WHOLE = STREAM.replace("\"stream\": true, ", "");

	@AutoClose
	private static final Simulator simulator = Simulator.start();

	private static final WireClient client = new WireClient(simulator);

	@AfterEach
	void clear() {
		simulator.clear();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					azure      | "choices":[],"prompt_filter_results":
					azure      | "finish_reason":null,"content_filter_results"
					gemini     | "tool_calls":[{"index":0,"id":"function-call-
					gemini     | "extra_content":{"google":{"thought_signature":"
					gemini     | "finish_reason":"stop"
					deepseek   | : keep-alive
					deepseek   | "reasoning_content":"Hm
					deepseek   | "prompt_cache_hit_tokens":0
					mistral    | "arguments":{"n":1}
					mistral    | "content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm
					xai        | "completion_tokens":1,
					openrouter | : OPENROUTER PROCESSING
					openrouter | "reasoning_details":[{"type":"reasoning.text","format":"anthropic-claude-v1","index":0,"signature":"
					vllm       | "id":"chatcmpl-tool-
					ollama     | "finish_reason":""
					ollama     | "reasoning":"Hm
					llamacpp   | "content":"<think>\\nHm
					kimi       | "id":"functions.a:0"
					kimi       | "finish_reason":"tool_calls","usage":{
					""")
	void aStreamSpeaksTheDialect(String provider, String said) throws Exception {
		simulator.provider(provider)
			.next(toolCalls(call("a", "{\"n\":1}"), call("a", "{\"n\":1}")).thinking("Hm, two."));
		assertThat(client.ask(provider, STREAM).body()).contains(said);
	}

	@Test
	void whereAllCallsAreAtIndexZeroNoneIsElsewhere() throws Exception {
		for (String provider : new String[] { "gemini", "ollama" }) {
			simulator.provider(provider).next(toolCalls(call("a", "{\"n\":1}"), call("a", "{\"n\":2}")));
			assertThat(client.ask(provider, STREAM).body()).contains("{\\\"n\\\":2}")
				.doesNotContain("\"tool_calls\":[{\"index\":1");
		}
	}

	@Test
	void onlyLlamaCppLeavesTheEndMarkerOut() throws Exception {
		assertThat(streamed("llamacpp")).doesNotContain("[DONE]");
		assertThat(streamed("vllm")).contains("[DONE]");
	}

	@ParameterizedTest
	@CsvSource({ "gemini", "xai" })
	void thoughtsOutsideTheCompletionStandInTheTotal(String provider) throws Exception {
		simulator.provider(provider).next(answer("Yes.").thinking("Should I say yes to that?"));
		JsonNode usage = WireClient.json(client.ask(provider, WHOLE)).at("/usage");
		assertThat(usage.at("/total_tokens").asInt())
			.isGreaterThan(usage.at("/prompt_tokens").asInt() + usage.at("/completion_tokens").asInt());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			azure      | {"error":{"message":"Requests to
			gemini     | [{"error":{"code":429,
			mistral    | {"object":"error","message":"Service tier
			xai        | {"code":"Some resource has been exhausted","error":"
			openrouter | "error":{"message":"Provider returned error","code":429
			vllm       | {"object":"error","message":"
			kimi       | "type":"engine_overloaded_error"}}
			""")
	void aRefusalIsInTheDialect(String provider, String said) throws Exception {
		simulator.provider(provider).next(status(429));
		HttpResponse<String> response = client.ask(provider, WHOLE);
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.body()).contains(said);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					mistral    | m                 | x                  |                           | with a length of 9
					mistral    | m                 | 123456789          | , "reasoning_content": "" | was unexpected
					deepseek   | deepseek-reasoner | x                  |                           | must be passed back to the API
					kimi       | kimi-k2-thinking  | x                  |                           | reasoning_content is missing in assistant tool call message at index 1
					gemini     | gemini-3-pro      | x                  |                           | missing a thought_signature
					""")
	void whatOnlyThisProviderRefusesIsRefused(String provider, String model, String id, String more, String message)
			throws Exception {
		simulator.provider(provider).expectIllegalRequests();
		String request = """
				{"model": "%s", "messages": [{"role": "user", "content": "Hello"}, {"role": "assistant", "tool_calls":
				 [{"id": "%s", "type": "function", "function": {"name": "a", "arguments": "{}"}}]%s},
				 {"role": "tool", "tool_call_id": "%s", "content": "1"}]}""".formatted(model, id,
				(more == null) ? "" : more, id);
		HttpResponse<String> response = client.ask(provider, request);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains(message);
		assertThat(simulator.provider(provider).traffic().illegal()).isPositive();
	}

	private static String streamed(String provider) throws IOException, InterruptedException {
		simulator.provider(provider).next(answer("Hello."));
		return client.ask(provider, STREAM).body();
	}

}
