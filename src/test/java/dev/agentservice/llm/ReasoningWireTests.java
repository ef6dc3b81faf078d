package dev.agentservice.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.model.OpaquePart;
import dev.agentservice.llm.model.Reasoning;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.support.BesideOthers;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What a model thought goes back to its provider as it came, and nowhere else.
 */
@BesideOthers
@SuppressWarnings({ "InlineFormatString", "StringConcatToTextBlock" }) // events end with
																		// empty lines
class ReasoningWireTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final String CALL = "{\"index\":0,\"id\":\"call_a\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}%s}";

	/** Each: what the message holds beside its call, and the same in pieces. */
	static Stream<Arguments> openAi() {
		String signed = ",\"extra_content\":{\"google\":{\"thought_signature\":\"c2ln\"}}";
		return Stream.of(arguments("\"reasoning_content\":\"Hm, well\"", List
			.of("\"reasoning_content\":\"Hm, \"", "\"reasoning_content\":\"well\""), ""), arguments(
					"\"reasoning\":\"Hm, well\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"Hm, well\",\"index\":0,\"signature\":\"c2ln\"},{\"type\":\"reasoning.encrypted\",\"data\":\"ZGF0YQ==\",\"index\":1}]",
					List.of("\"reasoning\":\"Hm, \",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"Hm, \",\"index\":0}]",
							"\"reasoning\":\"well\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"well\",\"index\":0}]",
							"\"reasoning_details\":[{\"type\":\"reasoning.text\",\"index\":0,\"signature\":\"c2ln\"}]",
							"\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"ZGF0YQ==\",\"index\":1}]"),
					""),
				arguments(
						"\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Hm, well\"}]},{\"type\":\"text\",\"text\":\"I look.\"}]",
						List.of("\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Hm, \"}]}]",
								"\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"well\"}]}]",
								"\"content\":\"I look.\""),
						""),
				arguments("\"content\":\"<think>Hm, well</think>I look.\"",
						List.of("\"content\":\"<thi\"", "\"content\":\"nk>Hm, well</\"",
								"\"content\":\"think>I look.\""),
						""),
				arguments("\"content\":\"I look.\"", List.of("\"content\":\"I look.\""), signed));
	}

	@ParameterizedTest
	@MethodSource("openAi")
	void thoughtsOfOpenAisKinGoBackUnchanged(String message, List<String> pieces, String extra) throws Exception {
		String call = CALL.formatted(extra);
		String plain = "{\"choices\":[{\"message\":{" + message + ",\"tool_calls\":[" + call
				+ "]},\"finish_reason\":\"tool_calls\"}]}";
		StringBuilder events = new StringBuilder();
		List<String> deltas = new ArrayList<>(pieces);
		deltas.add("\"tool_calls\":[" + call + "]");
		deltas.forEach((delta) -> events.append("data: {\"choices\":[{\"delta\":{").append(delta).append("}}]}\n\n"));
		events.append("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]");
		JsonNode expected = JSON.readTree("{" + message + ",\"tool_calls\":[" + call + "]}");
		assertGoesBack(Protocol.OPENAI, plain, events.toString(), "/messages/1", expected, "role", "index");
	}

	@Test
	void anthropicsSignedBlocksGoBackUnchangedAndInTheirOrder() throws Exception {
		String thinking = "{\"type\":\"thinking\",\"thinking\":\"Hm, well\",\"signature\":\"c2ln\"}";
		String redacted = "{\"type\":\"redacted_thinking\",\"data\":\"ZGF0YQ==\"}";
		String text = "{\"type\":\"text\",\"text\":\"I look.\"}";
		String use = "{\"type\":\"tool_use\",\"id\":\"toolu_a\",\"name\":\"weather\",\"input\":{\"city\":\"Rome\"}}";
		String content = "[" + String.join(",", thinking, text, redacted, use) + "]";
		String plain = "{\"content\":" + content + ",\"stop_reason\":\"tool_use\"}";
		String events = String.join("\n\n", start(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
				delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"Hm, \"}"),
				delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"well\"}"),
				delta(0, "{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}"), stop(0),
				start(1, "{\"type\":\"text\",\"text\":\"\"}"),
				delta(1, "{\"type\":\"text_delta\",\"text\":\"I look.\"}"), stop(1), start(2, redacted), stop(2),
				start(3, "{\"type\":\"tool_use\",\"id\":\"toolu_a\",\"name\":\"weather\",\"input\":{}}"),
				delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\":\\\"Rome\\\"}\"}"), stop(3),
				"data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}",
				"data: {\"type\":\"message_stop\"}");
		assertGoesBack(Protocol.ANTHROPIC, plain, events, "/messages/1/content", JSON.readTree(content));
	}

	private static String start(int index, String block) {
		return "data: {\"type\":\"content_block_start\",\"index\":%d,\"content_block\":%s}".formatted(index, block);
	}

	private static String delta(int index, String delta) {
		return "data: {\"type\":\"content_block_delta\",\"index\":%d,\"delta\":%s}".formatted(index, delta);
	}

	private static String stop(int index) {
		return "data: {\"type\":\"content_block_stop\",\"index\":%d}".formatted(index);
	}

	/**
	 * Whatever comes goes back with the results, also after a JSON round trip of the
	 * part.
	 */
	private static void assertGoesBack(Protocol protocol, String plain, String events, String place, JsonNode expected,
			String... ignored) throws Exception {
		for (boolean streamed : new boolean[] { false, true }) {
			try (TestGateway test = TestGateway.of(protocol, (server) -> server.answer(plain, events))) {
				StringBuilder heard = new StringBuilder();
				ModelReply reply = streamed ? test.stream(heard::append) : test.call(false);
				String text = Objects.requireNonNullElse(reply.message().text(), "");
				assertThat(text).doesNotContain("Hm").doesNotContain("think");
				assertThat(heard).hasToString(streamed ? text : "");
				test.call(TestGateway.request(withResult(reply.message()), List.of(TestGateway.WEATHER)));
				assertThat(sent(test, place, ignored)).as("streamed: " + streamed)
					.isEqualTo(without(expected, ignored));
				AiMessage ofAnother = new OpaquePart("other",
						Objects.requireNonNull(OpaquePart.of(reply.message())).json())
					.on(reply.message());
				test.call(TestGateway.request(withResult(ofAnother), List.of(TestGateway.WEATHER)));
				assertThat(test.server().requests().getLast().body()).doesNotContain("Hm")
					.doesNotContain("c2ln")
					.doesNotContain("ZGF0YQ==");
			}
		}
	}

	private static List<ChatMessage> withResult(AiMessage message) {
		return List.of(UserMessage.from("Weather?"), message,
				ToolExecutionResultMessage.from(message.toolExecutionRequests().getFirst(), "Sunny"));
	}

	private static JsonNode sent(TestGateway test, String place, String... ignored) {
		return without(JSON.readTree(test.server().requests().getLast().body()).at(place), ignored);
	}

	/** Members that only one direction has, and marks of the cache. */
	private static JsonNode without(JsonNode node, String... ignored) {
		JsonNode copy = node.deepCopy();
		List.of(ignored).forEach((name) -> {
			copy.findParents(name).forEach((parent) -> {
				if (parent instanceof ObjectNode object && (object.has("tool_calls") || object.has("function"))) {
					object.remove(name);
				}
			});
		});
		return JSON.readTree(copy.toString().replace("\"content\":null,", ""));
	}

	@Test
	void thoughtsInTagsAreNoTextWhereverTheyAreCut() throws Exception {
		String content = "\n <think>Is a < b?</think>\n\nYes: <think> is a tag.";
		for (int cut : IntStream.range(1, content.length()).toArray()) {
			String events = delta(content.substring(0, cut)) + delta(content.substring(cut))
					+ "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]";
			try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.stream(events))) {
				assertThat(test.call(true).message().text()).as("cut at " + cut).isEqualTo("Yes: <think> is a tag.");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "<", "<thi", " \n", "<thinner>", "a<think>b</think>", "<think" })
	void whatOnlyLooksLikeThoughtsIsText(String content) throws Exception {
		String events = delta(content)
				+ "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]";
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.stream(events))) {
			StringBuilder heard = new StringBuilder();
			assertThat(test.stream(heard::append).message().text()).isEqualTo(content);
			assertThat(heard).hasToString(content);
		}
	}

	@Test
	void twoHalvesOfACharacterAreToldAsOne() throws Exception {
		String events = "data: {\"choices\":[{\"delta\":{\"content\":\"a\\ud83d\"}}]}\n\n"
				+ "data: {\"choices\":[{\"delta\":{\"content\":\"\\ude00b\"},\"finish_reason\":\"stop\"}]}\n\n";
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.stream(events))) {
			List<String> heard = new ArrayList<>();
			assertThat(test.stream(heard::add).message().text()).isEqualTo("a\uD83D\uDE00b");
			assertThat(heard).containsExactly("a", "\uD83D\uDE00b");
		}
	}

	private static String delta(String content) {
		return "data: {\"choices\":[{\"delta\":{\"content\":" + JSON.writeValueAsString(content) + "}}]}\n\n";
	}

	@Test
	void anAnswerWithoutCallsKeepsNoThoughts() throws Exception {
		String plain = OpenAiWireTests.ANSWER.replace("\"content\"", "\"reasoning_content\": \"Hm\", \"content\"");
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(200, plain))) {
			assertThat(OpaquePart.of(test.call().message())).isNull();
		}
	}

	@Test
	void betweenCallsAndResultsAModelIsAskedToThinkOnlyIfItBeganThatWay() throws Exception {
		try (TestGateway test = RefusedParameterTests.gateway(Protocol.ANTHROPIC, "budget",
				(server) -> server.json(200, AnthropicWireTests.ANSWER))) {
			AiMessage called = AiMessage
				.from(ToolExecutionRequest.builder().id("a").name("weather").arguments("{}").build());
			AiMessage thought = new OpaquePart("p",
					"{\"blocks\":[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"s\"},{\"next_call\":true}]}")
				.on(called);
			for (AiMessage message : List.of(called, thought)) {
				ModelRequest plain = TestGateway.request(withResult(message), List.of(TestGateway.WEATHER));
				test.call(new ModelRequest(plain.model(), plain.messages(), plain.tools(), 8000, plain.deadline(),
						Reasoning.HIGH));
			}
			assertThat(test.server().requests()).extracting((request) -> JSON.readTree(request.body()).has("thinking"))
				.containsExactly(false, true);
		}
	}

	@Test
	void aPausedTurnIsGoneOnWith() {
		ModelReply begun = new ModelReply(TestGateway.MODEL, AiMessage.from("Hel"), new Usage(10, 0, 0, 2),
				ModelReply.Finish.PAUSED);
		ModelReply rest = new ModelReply(TestGateway.MODEL, AiMessage.from("lo"), new Usage(12, 0, 0, 3),
				ModelReply.Finish.STOP);
		assertThat(begun.followedBy(rest)).isEqualTo(new ModelReply(TestGateway.MODEL, AiMessage.from("Hello"),
				new Usage(22, 0, 0, 5), ModelReply.Finish.STOP));
	}

}
