package dev.agentservice.llm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.settings.Protocol;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class AnthropicWireTests {

	static final String ANSWER = """
			{"id": "msg_1", "type": "message", "role": "assistant", "model": "claude",
			 "content": [{"type": "text", "text": "Hello there."}], "stop_reason": "end_turn", "stop_sequence": null,
			 "usage": {"input_tokens": 20, "cache_creation_input_tokens": 300, "cache_read_input_tokens": 1000,
			           "output_tokens": 7}}""";

	static final String STREAM = """
			event: message_start
			data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[],"stop_reason":null,"usage":{"input_tokens":20,"cache_creation_input_tokens":300,"cache_read_input_tokens":1000,"output_tokens":1}}}

			event: content_block_start
			data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

			event: ping
			data: {"type": "ping"}

			event: content_block_delta
			data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}

			event: content_block_delta
			data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" there."}}

			event: content_block_stop
			data: {"type":"content_block_stop","index":0}

			event: message_delta
			data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":7}}

			event: message_stop
			data: {"type":"message_stop"}
			""";

	private static final String CALLS = """
			{"id": "msg_1", "type": "message", "role": "assistant", "model": "claude", "content": [
			   {"type": "text", "text": "I look."},
			   {"type": "tool_use", "id": "toolu_a", "name": "weather", "input": {"city": "Rome"}},
			   {"type": "tool_use", "id": "toolu_b", "name": "weather", "input": {"city": "Oslo"}}],
			 "stop_reason": "tool_use", "usage": {"input_tokens": 20, "output_tokens": 7}}""";

	private static final String CALL_STREAM = """
			event: message_start
			data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[],"usage":{"input_tokens":20,"output_tokens":1}}}

			event: content_block_start
			data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

			event: content_block_delta
			data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"I look."}}

			event: content_block_stop
			data: {"type":"content_block_stop","index":0}

			event: content_block_start
			data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_a","name":"weather","input":{}}}

			event: content_block_delta
			data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"city\\":"}}

			event: content_block_delta
			data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\\"Rome\\"}"}}

			event: content_block_stop
			data: {"type":"content_block_stop","index":1}

			event: content_block_start
			data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_b","name":"weather","input":{}}}

			event: content_block_delta
			data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"city\\":\\"Oslo\\"}"}}

			event: content_block_stop
			data: {"type":"content_block_stop","index":2}

			event: message_delta
			data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":7}}

			event: message_stop
			data: {"type":"message_stop"}
			""";

	private static TestGateway answering(ScriptedServer.Answer answer) throws IOException {
		return TestGateway.of(Protocol.ANTHROPIC, answer);
	}

	@Test
	void aPlainAnswerComesBackWithAllItsPromptTokens() throws Exception {
		try (TestGateway test = answering((server) -> server.json(200, ANSWER))) {
			ModelReply reply = test.call();
			assertThat(reply.message().text()).isEqualTo("Hello there.");
			assertThat(reply.finish()).isEqualTo(Finish.STOP);
			assertThat(reply.usage()).isEqualTo(new Usage(1320, 1000, 300, 7));
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
			assertThat(reply.usage()).isEqualTo(new Usage(1320, 1000, 300, 7));
		}
	}

	@Test
	void theReplysTextIsWhatTheListenerHeardEvenFromTwoBlocks() throws Exception {
		String second = """
				event: content_block_start
				data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

				event: content_block_delta
				data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":" More."}}

				event: content_block_stop
				data: {"type":"content_block_stop","index":1}

				event: message_delta
				""";
		try (TestGateway test = answering(
				(server) -> server.stream(STREAM.replace("event: message_delta\n", second)))) {
			StringBuilder heard = new StringBuilder();
			ModelReply reply = test.stream(heard::append);
			assertThat(reply.message().text()).isEqualTo("Hello there. More.").isEqualTo(heard.toString());
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void parallelToolCallsComeBackInOrder(boolean streamed) throws Exception {
		try (TestGateway test = answering((server) -> {
			if (streamed) {
				server.stream(CALL_STREAM);
			}
			else {
				server.json(200, CALLS);
			}
		})) {
			ModelReply reply = test.call(streamed);
			assertThat(reply.finish()).isEqualTo(Finish.TOOL_CALLS);
			assertThat(reply.message().text()).isEqualTo("I look.");
			assertThat(reply.message().toolExecutionRequests()).extracting(ToolExecutionRequest::id)
				.containsExactly("toolu_a", "toolu_b");
			assertThat(reply.message().toolExecutionRequests())
				.extracting((call) -> JsonMapper.shared().readTree(call.arguments()).path("city").asString())
				.containsExactly("Rome", "Oslo");
		}
	}

	@Test
	void theRequestCarriesKeyVersionModelCapAndTools() throws Exception {
		try (TestGateway test = answering((server) -> server.json(200, CALLS))) {
			test.call(TestGateway.request(TestGateway.MESSAGES, List.of(TestGateway.WEATHER)));
			ScriptedServer.Request request = test.server().request();
			assertThat(request.line()).isEqualTo("POST /v1/messages HTTP/1.1");
			assertThat(request.headers()).containsEntry("x-api-key", "sk-secret").containsKey("anthropic-version");
			JsonNode body = JsonMapper.shared().readTree(request.body());
			assertThat(body.path("model").asString()).isEqualTo("some/model");
			assertThat(body.path("max_tokens").asInt()).isEqualTo(100);
			assertThat(body.at("/system/0/text").asString()).isEqualTo("Be brief.");
			assertThat(body.at("/tools/0/name").asString()).isEqualTo("weather");
			assertThat(body.has("tool_choice")).isFalse();
		}
	}

	@Test
	void aLastCallWithoutToolsDeclaresThoseInItsHistoryAndForbidsThem() throws Exception {
		try (TestGateway test = answering((server) -> server.json(200, ANSWER))) {
			test.call(TestGateway.request(history("{\"city\":\"Rome\"}"), List.of()));
			JsonNode body = JsonMapper.shared().readTree(test.server().request().body());
			assertThat(body.at("/tools/0/name").asString()).isEqualTo("weather");
			assertThat(body.at("/tool_choice/type").asString()).isEqualTo("none");
		}
	}

	@Test
	void argumentsThatAreNoJsonDoNotBreakTheNextRequest() throws Exception {
		try (TestGateway test = answering((server) -> server.json(200, ANSWER))) {
			test.call(TestGateway.request(history("{\"city\": Ro"), List.of(TestGateway.WEATHER)));
			JsonNode body = JsonMapper.shared().readTree(test.server().request().body());
			assertThat(body.at("/messages/1/content/0/input/malformed").asString()).isEqualTo("{\"city\": Ro");
		}
	}

	private static List<ChatMessage> history(String arguments) {
		ToolExecutionRequest call = ToolExecutionRequest.builder()
			.id("toolu_a")
			.name("weather")
			.arguments(arguments)
			.build();
		return List.of(UserMessage.from("Weather?"), AiMessage.from(call),
				ToolExecutionResultMessage.from(call, "Sunny"));
	}

	@ParameterizedTest
	@CsvSource({ "max_tokens, LENGTH", "stop_sequence, STOP", "refusal, CONTENT_FILTER",
			"model_context_window_exceeded, LENGTH" })
	void eachStopReasonHasAMeaningPlainAndStreamed(String reason, Finish finish) throws Exception {
		try (TestGateway plain = answering((server) -> server.json(200, ANSWER.replace("end_turn", reason)));
				TestGateway streamed = answering((server) -> server.stream(STREAM.replace("end_turn", reason)))) {
			assertThat(plain.call(false).finish()).isEqualTo(finish);
			assertThat(streamed.call(true).finish()).isEqualTo(finish);
		}
	}

	@Test
	void connectionsAreUsedAgainAfterStreams() throws Exception {
		try (TestGateway test = answering((server) -> server.stream(STREAM))) {
			test.call(true);
			test.call(true);
			assertThat(test.server().connections()).isEqualTo(1);
		}
	}

}
