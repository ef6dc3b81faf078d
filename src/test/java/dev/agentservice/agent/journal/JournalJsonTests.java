package dev.agentservice.agent.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.agentservice.agent.journal.JournalEntry.ModelCalledTools;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.agent.journal.JournalEntry.ToolIntended;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.session.Message;
import dev.agentservice.support.json.UnreadableStateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JournalJsonTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final JsonNode GOLDEN = golden("v1");

	private static final List<JournalEntry> ENTRIES = List.of(
			new ModelCalledTools("anthropic/claude-haiku-4-5",
					new Message.Assistant("Let me see. Grüße, 你好 👋",
							List.of(new Message.ToolCall("call_1", "calculator", "{\"expression\":\"17 * 3\"}"),
									new Message.ToolCall("call_2", "current_time", "{}"))),
					new Usage(812, 100, 20, 96, false), Duration.ofMillis(640), Duration.ofNanos(640_123_456),
					1_292_000, 1_200_000L, List.of(Notice.HISTORY_TRIMMED), null),
			new ToolAnswered(new Message.ToolResult("call_2", "current_time", "09:30", null, null), "ok",
					Duration.ofMillis(3), Duration.ofMillis(645), null, null, null),
			new ToolAnswered(new Message.ToolResult("call_1", "calculator", "", null, null), "timed_out",
					Duration.ofSeconds(10), Duration.ofMillis(10_645), null, null, null),
			new ModelCalledTools("openai/gpt-5.4-mini",
					new Message.Assistant(null, List.of(new Message.ToolCall("call_3", "wave", "{}"))),
					new Usage(900, 0, 0, 12, true), Duration.ofMillis(300), Duration.ofMillis(10_950),
					9_000_000_000_000_000L, 0L, List.of(), null),
			new ToolAnswered(new Message.ToolResult("call_3", "wave", "hello", null, null), "ok", Duration.ofMillis(4),
					Duration.ofMillis(10_960), "nod", true, null),
			new ModelCalledTools("openai/gpt-5.4-mini",
					new Message.Assistant(null, List.of(new Message.ToolCall("call_4", "rates", "{}"))),
					new Usage(950, 0, 0, 9, false), Duration.ofMillis(200), Duration.ofMillis(11_200),
					9_000_000_000_000_000L, 0L, List.of(), true),
			new ToolAnswered(new Message.ToolResult("call_4", "rates", "1.08", "forum", false), "ok",
					Duration.ofMillis(4), Duration.ofMillis(11_210), "forum", null, null),
			new ModelCalledTools("anthropic/claude-sonnet-5",
					new Message.Assistant(null, List.of(new Message.ToolCall("call_5", "wave", "{}")),
							new Message.Opaque("anthropic", "[{\"signature\": \"c2lnbmVk\"}]")),
					new Usage(960, 0, 0, 90, false), Duration.ofMillis(200), Duration.ofMillis(11_500),
					9_000_000_000_000_000L, 0L, List.of(), true));

	private static final List<JournalEntry> SECOND = List.of(
			new ModelCalledTools("openai/gpt-5.4-mini",
					new Message.Assistant(null,
							List.of(new Message.ToolCall("call_0", "refund", "{\"order\":7}"),
									new Message.ToolCall("call_0", "mail", "{\"to\":\"Jörg\"}"))),
					new Usage(812, 0, 0, 96, false), Duration.ofMillis(640), Duration.ofMillis(640), 1_292_000,
					1_292_000L, List.of(), false),
			new ToolIntended("c0.0", "refund", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
					Duration.ofMillis(641)),
			new ToolIntended("c0.1", "mail", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
					Duration.ofMillis(641)),
			new ToolAnswered(new Message.ToolResult("call_0", "mail", "sent", null, true), "ok", Duration.ofMillis(3),
					Duration.ofMillis(645), null, null, "c0.1"),
			new ToolAnswered(new Message.ToolResult("call_0", "refund", "Unknown.", null, true), "in_doubt",
					Duration.ofSeconds(5), Duration.ofMillis(5645), null, null, "c0.0"));

	@Test
	void versionTwoIsReadAndWritten() {
		JsonNode golden = golden("v2");
		assertThat(JournalJson.read(golden.valueStream().map(MAPPER::writeValueAsString).toList())).isEqualTo(SECOND);
		assertThat(written(SECOND, 2)).isEqualTo(golden.valueStream().toList());
	}

	@Test
	void versionOneOfWhatVersionTwoTellsGoesByTheModelsIds() {
		assertThat(written(SECOND.subList(3, 4), 1)).allSatisfy((document) -> {
			assertThat(document.path("v").asInt()).isOne();
			assertThat(document.has("call")).isFalse();
		});
		assertThat(JournalJson.hasIntents(1)).isFalse();
	}

	@Test
	void versionOneIsRead() {
		assertThat(JournalJson.read(documents())).isEqualTo(ENTRIES);
	}

	@Test
	void versionOneIsWritten() {
		assertThat(written(ENTRIES, 1)).isEqualTo(GOLDEN.valueStream().toList());
	}

	@Test
	void whatIsWrittenIsReadAsItWas() {
		assertThat(JournalJson.read(ENTRIES.stream().map((entry) -> JournalJson.write(entry, 2)).toList()))
			.isEqualTo(ENTRIES);
	}

	@Test
	void thePassagesThatAToolHasShownAreKept() {
		Source source = new Source("7KQ2M4", "handbook", "refunds", "Refunds", "https://example.com/r", 0, 0, 25,
				"We refund.");
		JournalEntry entry = new ToolAnswered(
				new Message.ToolResult("call_1", "search_knowledge", "We refund.", null, false), "ok", Duration.ZERO,
				Duration.ZERO, null, null, "c0.0", List.of(source), 260L);
		assertThat(JournalJson.read(List.of(JournalJson.write(entry, 2)))).containsExactly(entry);
	}

	@Test
	void unknownFieldsAreTolerated() {
		String document = documents().getFirst()
			.replaceFirst("\\{", "{\"mood\": {\"is\": [\"good\"]},")
			.replace("\"input_tokens\"", "\"audio_tokens\":7,\"input_tokens\"");
		assertThat(document).contains("mood", "audio_tokens");
		assertThat(JournalJson.read(List.of(document))).containsExactly(ENTRIES.getFirst());
	}

	@Test
	void aReleaseThatDidNotTellWhatACallCostIsRead() {
		JsonNode document = GOLDEN.get(0).deepCopy();
		assertThat(document.asObject().remove("call_cost_nano")).isNotNull();
		JournalEntry entry = JournalJson.read(List.of(MAPPER.writeValueAsString(document))).getFirst();
		assertThat(((JournalEntry.Finished) entry).step().costNano()).isZero();
	}

	@Test
	void aResultOfAReleaseThatDidNotTellItsOriginIsThoughtToBeAStrangers() {
		assertThat(JournalJson.read(documents()).stream().filter(ToolAnswered.class::isInstance))
			.allMatch(JournalEntry::leavesCareful);
	}

	@Test
	void aNoticeOfANewerReleaseIsLeftOut() {
		String document = documents().getFirst()
			.replace("[\"history_trimmed\"]", "[\"solar_flare\",\"history_trimmed\"]");
		assertThat(document).contains("solar_flare");
		assertThat(JournalJson.read(List.of(document))).containsExactly(ENTRIES.getFirst());
	}

	@Test
	void aNewerDocumentIsRefusedByItsVersion() {
		assertThatExceptionOfType(UnreadableStateException.class)
			.isThrownBy(() -> JournalJson.read(List.of("{\"v\": 3, \"type\": \"unheard_of\"}")))
			.withMessageContaining("newer release")
			.satisfies((problem) -> assertThat(problem.properties()).containsEntry("state_version", 3));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "null", "[]", "7", "{}", "{\"v\":0}", "{\"v\":\"x\"}", "{\"v\":1}",
			"{\"v\":1,\"type\":\"dream\"}", "{\"v\":1,\"type\":\"tool_answered\"}",
			"{\"v\":1,\"type\":\"model_called_tools\"}",
			"{\"v\":1,\"type\":\"java.lang.Object\",\"message\":\"secret\"}",
			"{\"v\":1,\"type\":\"tool_answered\",\"result\":{\"role\":\"user\",\"text\":\"secret\"},\"outcome\":\"ok\",\"duration\":\"PT1S\",\"elapsed\":\"PT1S\"}",
			"{\"v\":1,\"type\":\"tool_answered\",\"result\":{\"role\":\"tool\",\"call_id\":\"c\",\"name\":\"n\",\"text\":\"t\"},\"outcome\":\"ok\",\"duration\":\"secret\",\"elapsed\":\"PT1S\"}" })
	void aDamagedDocumentIsAClearErrorThatQuotesNothing(String document) {
		assertDamaged(document);
	}

	@ParameterizedTest
	@ValueSource(strings = { "model", "message", "usage", "duration", "elapsed", "cost_nano", "notices" })
	void nothingOfAModelsReplyMayBeMissing(String field) {
		JsonNode document = GOLDEN.get(0).deepCopy();
		assertThat(document.asObject().remove(field)).isNotNull();
		assertDamaged(MAPPER.writeValueAsString(document));
	}

	private static void assertDamaged(String document) {
		assertThatExceptionOfType(UnreadableStateException.class).isThrownBy(() -> JournalJson.read(List.of(document)))
			.withMessageContaining("damaged")
			.withNoCause();
	}

	private static List<String> documents() {
		return GOLDEN.valueStream().map(MAPPER::writeValueAsString).toList();
	}

	private static List<JsonNode> written(List<JournalEntry> entries, int version) {
		return entries.stream().map((entry) -> MAPPER.readTree(JournalJson.write(entry, version))).toList();
	}

	private static JsonNode golden(String version) {
		try (InputStream file = JournalJsonTests.class.getResourceAsStream("/journal/" + version + ".json")) {
			return MAPPER.readTree(Objects.requireNonNull(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
