package dev.agentservice.llm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.settings.OutputCapParameter;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What OpenAI's protocol looks like on the wire. */
public class OpenAiWireTests {

	public static final String ANSWER = """
			{"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "some-model",
			 "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello there."}, "finish_reason": "stop"}],
			 "usage": {"prompt_tokens": 1000, "completion_tokens": 7, "total_tokens": 1007,
			           "prompt_tokens_details": {"cached_tokens": 896}}}""";

	public static final String STREAM = """
			data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}

			data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}],"usage":null}

			: a comment

			data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"content":" there."},"finish_reason":null}],"usage":null}

			data: {"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}

			data: {"id":"c","model":"m","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":7,"total_tokens":1007,"prompt_tokens_details":{"cached_tokens":896}}}

			data: [DONE]
			""";

	private static final String CALLS = """
			{"id": "c", "model": "m", "choices": [{"index": 0, "finish_reason": "tool_calls", "message": {
			  "role": "assistant", "content": null, "tool_calls": [
			    {"id": "call_a", "type": "function", "function": {"name": "weather", "arguments": "{\\"city\\":\\"Rome\\"}"}},
			    {"id": "call_b", "type": "function", "function": {"name": "weather", "arguments": "{\\"city\\":\\"Oslo\\"}"}}]}}],
			 "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}}""";

	private static final String CALL_STREAM = """
			data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"weather","arguments":""}}]},"finish_reason":null}]}

			data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"city\\":"}}]},"finish_reason":null}]}

			data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\\"Rome\\"}"}}]},"finish_reason":null}]}

			data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}}]},"finish_reason":null}]}

			data: {"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

			data: {"id":"c","model":"m","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}

			data: [DONE]
			""";

	private static TestGateway answering(ScriptedServer.Answer answer) throws IOException {
		return TestGateway.of(Protocol.OPENAI, answer);
	}

	@Test
	void aPlainAnswerComesBackWithItsUsage() throws Exception {
		try (TestGateway test = answering((server) -> server.json(200, ANSWER))) {
			ModelReply reply = test.call();
			assertThat(reply.message().text()).isEqualTo("Hello there.");
			assertThat(reply.finish()).isEqualTo(Finish.STOP);
			assertThat(reply.model()).isEqualTo(TestGateway.MODEL);
			assertThat(reply.usage()).isEqualTo(new Usage(1000, 896, 0, 7));
		}
	}

	@Test
	void aStreamedAnswerIsHeardPieceByPieceOnTheCallingThread() throws Exception {
		try (TestGateway test = answering((server) -> server.stream(STREAM))) {
			List<String> deltas = new ArrayList<>();
			List<Thread> threads = new ArrayList<>();
			ModelReply reply = test.stream((delta) -> {
				deltas.add(delta);
				threads.add(Thread.currentThread());
			});
			assertThat(deltas).containsExactly("Hello", " there.");
			assertThat(threads).containsOnly(Thread.currentThread());
			assertThat(reply.message().text()).isEqualTo("Hello there.");
			assertThat(reply.finish()).isEqualTo(Finish.STOP);
			assertThat(reply.usage()).isEqualTo(new Usage(1000, 896, 0, 7));
		}
	}

	@Test
	void parallelToolCallsComeBackInOrder() throws Exception {
		try (TestGateway test = answering((server) -> server.json(200, CALLS))) {
			assertTwoCalls(test.call());
		}
	}

	@Test
	void parallelToolCallsAreAssembledFromAStream() throws Exception {
		try (TestGateway test = answering((server) -> server.stream(CALL_STREAM))) {
			assertTwoCalls(test.call(true));
		}
	}

	private static void assertTwoCalls(ModelReply reply) {
		assertThat(reply.finish()).isEqualTo(Finish.TOOL_CALLS);
		assertThat(reply.message().text()).isNull();
		assertThat(reply.message().toolExecutionRequests()).containsExactly(
				ToolExecutionRequest.builder().id("call_a").name("weather").arguments("{\"city\":\"Rome\"}").build(),
				ToolExecutionRequest.builder().id("call_b").name("weather").arguments("{\"city\":\"Oslo\"}").build());
		assertThat(reply.usage()).isEqualTo(new Usage(10, 0, 0, 5));
	}

	@Test
	void theRequestCarriesKeyModelCapAndTools() throws Exception {
		try (TestGateway test = answering((server) -> server.json(200, CALLS))) {
			test.call(TestGateway.request(TestGateway.MESSAGES, List.of(TestGateway.WEATHER)));
			ScriptedServer.Request request = test.server().request();
			assertThat(request.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
			assertThat(request.headers()).containsEntry("Authorization", "Bearer sk-secret")
				.doesNotContainKeys("Accept-Encoding", "Upgrade");
			JsonNode body = JsonMapper.shared().readTree(request.body());
			assertThat(body.path("model").asString()).isEqualTo("some/model");
			assertThat(body.path("max_tokens").asInt()).isEqualTo(100);
			assertThat(body.path("parallel_tool_calls").asBoolean()).isTrue();
			assertThat(body.at("/tools/0/function/name").asString()).isEqualTo("weather");
		}
	}

	@Test
	void withoutToolsNothingAboutToolsIsSent() throws Exception {
		try (TestGateway test = answering((server) -> server.stream(STREAM))) {
			test.call(true);
			JsonNode body = JsonMapper.shared().readTree(test.server().request().body());
			assertThat(body.propertyNames()).containsExactlyInAnyOrder("model", "messages", "stream", "stream_options",
					"max_tokens");
			assertThat(body.at("/stream_options/include_usage").asBoolean()).isTrue();
		}
	}

	@Test
	void theOutputCapHasTheNameThatTheProviderKnows() throws Exception {
		ScriptedServer server = new ScriptedServer((connection) -> connection.json(200, ANSWER));
		ProviderProperties provider = new ProviderProperties(Protocol.OPENAI, server.url(), "", false, true,
				OutputCapParameter.MAX_COMPLETION_TOKENS, TestGateway.POOL, null);
		try (TestGateway test = TestGateway.of(server, provider)) {
			test.call();
			assertThat(test.server().request().body()).contains("\"max_completion_tokens\":100")
				.doesNotContain("\"max_tokens\"");
			assertThat(test.server().request().headers()).doesNotContainKey("Authorization");
		}
	}

	@Test
	void anAnswerAtTheCapIsMarkedAsCut() throws Exception {
		try (TestGateway test = answering((server) -> server.json(200, ANSWER.replace("\"stop\"", "\"length\"")))) {
			assertThat(test.call().finish()).isEqualTo(Finish.LENGTH);
		}
	}

	@Test
	void aStreamWithoutUsageIsCountedAndSaysSo() throws Exception {
		String withoutUsage = STREAM.replaceAll("data: [^\n]*prompt_tokens[^\n]*\n\n", "");
		try (TestGateway test = answering((server) -> server.stream(withoutUsage))) {
			Usage usage = test.call(true).usage();
			assertThat(usage.estimated()).isTrue();
			assertThat(usage.inputTokens()).isPositive();
			assertThat(usage.outputTokens()).isPositive();
		}
	}

	@Test
	void aStreamThatSaidWhyItStopsMayLackItsEndMarker() throws Exception {
		try (TestGateway test = answering((server) -> server.stream(STREAM.replace("data: [DONE]", "")))) {
			assertThat(test.call(true).message().text()).isEqualTo("Hello there.");
		}
	}

	@Test
	void aRefusalIsTheContentFilterPlainOrStreamed() throws Exception {
		String refusal = ANSWER.replace("\"content\": \"Hello there.\"", "\"content\": null, \"refusal\": \"No.\"");
		String stream = """
				data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"refusal":"No."},"finish_reason":null}]}

				data: {"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

				data: [DONE]
				""";
		try (TestGateway plain = answering((server) -> server.json(200, refusal));
				TestGateway streamed = answering((server) -> server.stream(stream))) {
			assertThat(plain.call(false).finish()).isEqualTo(Finish.CONTENT_FILTER);
			assertThat(streamed.call(true).finish()).isEqualTo(Finish.CONTENT_FILTER);
		}
	}

	@Test
	void aToolCallWithoutAnIdGetsOne() throws Exception {
		String withoutIds = CALLS.replaceAll("\"id\": \"call_.\", ", "");
		try (TestGateway test = answering((server) -> server.json(200, withoutIds))) {
			assertThat(test.call().message().toolExecutionRequests()).extracting(ToolExecutionRequest::id)
				.doesNotHaveDuplicates()
				.allSatisfy((id) -> assertThat(id).isNotBlank());
		}
	}

	@Test
	void connectionsAreUsedAgainAfterPlainAndStreamedAnswers() throws Exception {
		try (TestGateway test = answering((server) -> {
			if (server.request().body().contains("\"stream\":true")) {
				server.stream(STREAM);
			}
			else {
				server.json(200, ANSWER);
			}
		})) {
			for (int i = 0; i < 6; i++) {
				test.call(i % 2 == 0);
			}
			assertThat(test.server().requests()).hasSize(6);
			assertThat(test.server().connections()).isEqualTo(1);
		}
	}

	@Test
	void aStreamHeldOpenAfterItsEndMarkerDoesNotHoldTheAnswer() throws Exception {
		try (TestGateway test = answering((server) -> {
			server.startStream();
			server.chunk(STREAM + "\n");
			server.silence();
		})) {
			assertThat(test.stream((_) -> {
			}).message().text()).isEqualTo("Hello there.");
		}
	}

}
