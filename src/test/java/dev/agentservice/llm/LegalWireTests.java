package dev.agentservice.llm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import dev.agentservice.llm.wire.Question;
import dev.agentservice.llm.wire.anthropic.AnthropicWire;
import dev.agentservice.llm.wire.openai.OpenAiWire;
import dev.agentservice.support.BesideOthers;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever was said, and in whatever order, what goes onto a wire is legal there.
 */
@BesideOthers
class LegalWireTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int ROUNDS = 2000;

	private static final List<String> IDS = List.of("a", "a", "call_1", "functions.calculator:0", "", " ", "x y",
			"i".repeat(300), "i".repeat(299) + "j", "abcdefghi");

	private static final List<String> NAMES = List.of("weather", "functions.calculator", "calculator<|channel|>json",
			"n".repeat(300), " ", "größe", "a b");

	private static final List<String> ARGUMENTS = List.of("{}", "{\"a\":1}", "", "{\"a\":", "[1]", "7", "null", "text",
			"{} {}", "[".repeat(2000));

	private static final List<String> TEXTS = List.of("Hello", "", " ", "\n", "Two\n\nlines ", "\uD83D");

	/** What may stand before the user's first turn. */
	private static final Set<String> BEGINNING = Set.of("", "system");

	private final Random random = new Random(20261129);

	private <T> T any(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	private List<ChatMessage> conversation() {
		List<ChatMessage> messages = new ArrayList<>();
		for (int i = this.random.nextInt(12); i >= 0; i--) {
			messages.add(switch (this.random.nextInt(7)) {
				case 0 -> SystemMessage.from("Be kind.");
				case 1, 2 -> UserMessage.from(any(List.of("Hello", "Again", " ")));
				case 3, 4, 5 -> answer();
				default -> ToolExecutionResultMessage.from(any(IDS), any(NAMES), any(List.of("Sunny", " ", "")));
			});
		}
		return messages;
	}

	private AiMessage answer() {
		List<ToolExecutionRequest> calls = new ArrayList<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			calls.add(call(any(IDS), any(NAMES), any(ARGUMENTS)));
		}
		return AiMessage.builder().text(any(TEXTS)).toolExecutionRequests(calls).build();
	}

	private static ToolExecutionRequest call(String id, String name, String arguments) {
		return ToolExecutionRequest.builder().id(id).name(name).arguments(arguments).build();
	}

	private static @Nullable String opaque(AiMessage message) {
		return message.toolExecutionRequests().isEmpty() ? null
				: "{\"blocks\":[{\"type\":\"thinking\",\"thinking\":\"Hm\"},{\"text_length\":3},{\"next_call\":true}]}";
	}

	private static Question question(List<ChatMessage> messages) {
		return new Question("m", messages, List.of(), LegalWireTests::opaque);
	}

	@ParameterizedTest
	@ValueSource(strings = { "api.openai.com", "api.mistral.ai", "generativelanguage.googleapis.com" })
	void everyConversationIsLegalInOpenAisProtocol(String host) {
		for (int round = 0; round < ROUNDS; round++) {
			List<ChatMessage> messages = conversation();
			JsonNode body = JSON.readTree(new OpenAiWire("p", host).body(question(messages)).toString());
			assertThat(openAiFaults(body, host.contains("mistral") ? "[a-zA-Z0-9]{9}" : "[\\x21-\\x7E]{1,40}"))
				.as("%s from %s", body, messages)
				.isEmpty();
		}
	}

	private static List<String> openAiFaults(JsonNode body, String idPattern) {
		List<String> faults = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		List<String> open = new ArrayList<>();
		String before = "";
		for (JsonNode message : body.path("messages")) {
			String role = message.path("role").asString();
			switch (role) {
				case "system" -> demand(faults, before.isEmpty(), "system in the middle");
				case "tool" -> {
					demand(faults,
							!open.isEmpty() && open.removeFirst().equals(message.path("tool_call_id").asString()),
							"a result without its call");
				}
				default -> {
					demand(faults, open.isEmpty(), "a call without its result");
					demand(faults, !role.equals(before), "two of " + role + " in a row");
					demand(faults, role.equals("user") || !BEGINNING.contains(before), "the model begins");
					demand(faults,
							!message.path("content").asString("").isBlank() || !message.path("tool_calls").isEmpty(),
							"an empty message");
				}
			}
			before = role;
			for (JsonNode call : message.path("tool_calls")) {
				open.add(call.path("id").asString());
				demand(faults, ids.add(open.getLast()) && open.getLast().matches(idPattern), "id " + open.getLast());
				checkFunction(faults, call.path("function"));
			}
		}
		demand(faults, open.isEmpty(), "a call without its result at the end");
		demand(faults, !body.path("messages").isEmpty(), "no message");
		return faults;
	}

	private static void checkFunction(List<String> faults, JsonNode function) {
		demand(faults, function.path("name").asString().matches("[a-zA-Z0-9_-]{1,64}"), "name");
		demand(faults, JSON.readTree(function.path("arguments").asString()).isObject(), "arguments");
	}

	@Test
	void everyConversationIsLegalInAnthropicsProtocol() {
		for (int round = 0; round < ROUNDS; round++) {
			List<ChatMessage> messages = conversation();
			JsonNode body = JSON.readTree(new AnthropicWire().body(question(messages)).toString());
			assertThat(anthropicFaults(body)).as("%s from %s", body, messages).isEmpty();
		}
	}

	private static List<String> anthropicFaults(JsonNode body) {
		List<String> faults = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		List<String> open = new ArrayList<>();
		String expected = "user";
		for (JsonNode message : body.path("messages")) {
			demand(faults, message.path("role").asString().equals(expected), "not the turn of " + message.path("role"));
			expected = expected.equals("user") ? "assistant" : "user";
			demand(faults, !message.path("content").isEmpty(), "an empty message");
			List<String> next = new ArrayList<>();
			for (JsonNode block : message.path("content")) {
				switch (block.path("type").asString()) {
					case "text" -> demand(faults, open.isEmpty() && !block.path("text").asString().isBlank(), "text");
					case "tool_result" -> demand(faults,
							!open.isEmpty() && open.removeFirst().equals(block.path("tool_use_id").asString()),
							"result");
					case "tool_use" -> {
						String id = block.path("id").asString();
						next.add(id);
						demand(faults, ids.add(id) && id.matches("[a-zA-Z0-9_-]{1,64}"), "id " + id);
						demand(faults, block.path("name").asString().matches("[a-zA-Z0-9_-]{1,64}"), "name");
						demand(faults, block.path("input").isObject(), "input");
					}
					default -> demand(faults, block.path("type").asString().equals("thinking"), "type");
				}
			}
			demand(faults, open.isEmpty(), "a call without its result");
			open = next;
		}
		demand(faults, open.isEmpty(), "a call without its result at the end");
		demand(faults, ids.isEmpty() || !body.path("tools").isEmpty(), "no tools");
		JsonNode last = body.path("messages").path(body.path("messages").size() - 1);
		String end = last.path("content").path(last.path("content").size() - 1).path("text").asString("");
		demand(faults, !last.path("role").asString().equals("assistant") || end.equals(end.stripTrailing()),
				"blanks at the end");
		return faults;
	}

	private static void demand(List<String> faults, boolean kept, String rule) {
		if (!kept) {
			faults.add(rule);
		}
	}

	@Test
	void whatIsLegalStaysAsItIs() {
		ToolExecutionRequest call = call("functions.weather:0", "weather", "{ \"city\": \"Rome\" }");
		List<ChatMessage> messages = List.of(UserMessage.from("Weather?"), AiMessage.from("I look.", List.of(call)),
				ToolExecutionResultMessage.from(call, "Sunny"));
		JsonNode body = new OpenAiWire("p", "api.moonshot.ai").body(question(messages));
		assertThat(body.at("/messages/1/tool_calls/0/id").asString()).isEqualTo("functions.weather:0");
		assertThat(body.at("/messages/1/tool_calls/0/function/arguments").asString())
			.isEqualTo("{ \"city\": \"Rome\" }");
		assertThat(body.at("/messages/2/tool_call_id").asString()).isEqualTo("functions.weather:0");
	}

	@Test
	void twoMessagesOfTheUserAreOneTurn() {
		List<ChatMessage> messages = List.of(UserMessage.from("Be kind."), UserMessage.from("Hello?"));
		assertThat(new AnthropicWire().body(question(messages)).at("/messages/0/content"))
			.extracting((block) -> block.path("text").asString())
			.containsExactly("Be kind.", "Hello?");
		assertThat(new OpenAiWire("p", "h").body(question(messages)).at("/messages/0/content").asString())
			.isEqualTo("Be kind.\n\nHello?");
	}

	@Test
	void theCacheIsMarkedBehindToolsInstructionsAndOlderTurns() {
		ToolExecutionRequest call = call("1", "weather", "{}");
		List<ChatMessage> messages = List.of(SystemMessage.from("Be kind."), UserMessage.from("one"),
				AiMessage.from("first"), UserMessage.from("task"), AiMessage.from(call),
				ToolExecutionResultMessage.from(call, "Sunny"));
		assertThat(marks(messages)).containsExactly("/system/0", "/tools/0", "/messages/1/content/0");
		assertThat(marks(messages.subList(0, 2))).containsExactly("/system/0", "/tools/0");
	}

	private static List<String> marks(List<ChatMessage> messages) {
		JsonNode body = new AnthropicWire()
			.body(new Question("m", messages, List.of(TestGateway.WEATHER), (_) -> null));
		return Stream
			.of("/system/0", "/tools/0", "/messages/0/content/0", "/messages/1/content/0", "/messages/2/content/0",
					"/messages/3/content/0", "/messages/4/content/0")
			.filter((place) -> body.at(place).has("cache_control"))
			.toList();
	}

}
