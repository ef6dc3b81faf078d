package dev.agentservice.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.state.StateProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SessionJsonTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final JsonNode GOLDEN = golden();

	private static final StoredSession.Head HEAD = new StoredSession.Head(1, "assistant",
			Instant.parse("2026-11-23T09:30:00Z"), Instant.parse("2026-11-23T09:31:12.345Z"), 2);

	private static final Turn FIRST = new Turn("run_01KAQ6Z3W2T9YB4N8C5D7E6F0G", Instant.parse("2026-11-23T09:30:00Z"),
			List.of(new Message.User("What is 17 * 3? Grüße, 你好 👋"),
					new Message.Assistant("Let me see.",
							List.of(new Message.ToolCall("call_1", "calculator", "{\"expression\":\"17 * 3\"}"),
									new Message.ToolCall("call_2", "current_time", ""))),
					new Message.ToolResult("call_1", "calculator", "51", null, null),
					new Message.ToolResult("call_2", "current_time", "09:30", null, null),
					new Message.Assistant("17 * 3 is 51.", List.of())),
			null);

	private static final Turn SECOND = new Turn("run_01KAQ71D2JX5V0H8M3K9P4R6S2",
			Instant.parse("2026-11-23T09:31:12.345Z"),
			List.of(new Message.User("Thanks"),
					new Message.Assistant(null, List.of(new Message.ToolCall("call_3", "wave", "{}"))),
					new Message.ToolResult("call_3", "wave", "", null, null), new Message.Assistant("", List.of())),
			null);

	/** Of a release that tells origins. */
	private static final Turn THIRD = new Turn("run_01KAQ7B2F4K6M8P0R2T4V6X8Z0", Instant.parse("2026-11-23T09:32:00Z"),
			List.of(new Message.User("And the rates?"),
					new Message.Assistant(null,
							List.of(new Message.ToolCall("call_4", "rates", "{}"),
									new Message.ToolCall("call_5", "calculator", "{\"expression\":\"1+1\"}"))),
					new Message.ToolResult("call_4", "rates", "1.08", "forum", false),
					new Message.ToolResult("call_5", "calculator", "2", null, true),
					new Message.Assistant("1.08, they say.", List.of())),
			true);

	/** Of a release that keeps what belongs to a provider alone. */
	private static final Turn FOURTH = new Turn("run_01KAQ7F3G5K7M9P1R3T5V7X9Z1", Instant.parse("2026-11-23T09:33:00Z"),
			List.of(new Message.User("And in cents?"), new Message.Assistant(null,
					List.of(new Message.ToolCall("call_6", "calculator", "{\"expression\":\"1.08*100\"}")),
					new Message.Opaque("anthropic",
							"[{\"type\": \"thinking\", \"thinking\": \"Grüße\", \"signature\": \"c2lnbmVk\"}]")),
					new Message.ToolResult("call_6", "calculator", "108", null, true),
					new Message.Assistant("108.", List.of())),
			true);

	private final SessionJson json = new SessionJson(new StateProperties(1));

	@Test
	void versionOneIsRead() {
		StoredSession stored = this.json.read(document("head"), List.of(document("1"), document("2")));
		assertThat(stored.head()).isEqualTo(HEAD);
		assertThat(stored.turns()).containsExactly(FIRST, SECOND);
		assertThat(this.json.read(document("head"), List.of(document("3"))).turns()).containsExactly(THIRD);
		assertThat(this.json.read(document("head"), List.of(document("4"))).turns()).containsExactly(FOURTH);
	}

	@Test
	void whatBelongsToAProviderAloneIsInNoOtherJson() {
		assertThat(FOURTH.toString()).contains("call_6", "Opaque[provider=anthropic").doesNotContain("c2lnbmVk");
		String shown = MAPPER.writeValueAsString(FOURTH);
		assertThat(shown).contains("call_6").doesNotContain("opaque", "thinking", "c2lnbmVk");
		assertThat(MAPPER.readValue(document("4"), TurnDocument.class).messages())
			.as("sent by a client, or read before")
			.containsExactlyElementsOf(FOURTH.messages().stream().map(SessionJsonTests::withoutOpaque).toList());
	}

	private static Message withoutOpaque(Message message) {
		return (message instanceof Message.Assistant assistant) ? assistant.withoutOpaque() : message;
	}

	@Test
	void aTurnWithoutAWordOfCareIsJudgedByItsResults() {
		assertThat(FIRST.leavesCareful()).as("who answered is not known").isTrue();
		Turn talk = turn(null, new Message.User("Hi"), new Message.Assistant("Hello.", List.of()));
		assertThat(talk.leavesCareful()).isFalse();
		assertThat(session(talk, talk).isCareful()).isFalse();
		assertThat(session(talk, FIRST).isCareful()).isTrue();
	}

	@Test
	void whatCannotBeToldOfDroppedTurnsCountsAsCareful() {
		Turn old = turn(null, new Message.User("Hi"));
		assertThat(session(old).isCareful()).isTrue();
		assertThat(session(turn(false, new Message.User("Hi"))).isCareful()).isFalse();
		assertThat(session(turn(true, new Message.User("Hi"))).isCareful()).isTrue();
		assertThat(session(turn(true, new Message.User("Hi")), old).isCareful()).isTrue();
	}

	/** Of two turns so many are still there. */
	private static StoredSession session(Turn... turns) {
		return new StoredSession("{}", HEAD, List.of(turns));
	}

	private static Turn turn(@Nullable Boolean careful, Message... messages) {
		return new Turn("run_1", Instant.EPOCH, List.of(messages), careful);
	}

	@Test
	void versionOneIsWritten() {
		assertThat(MAPPER.readTree(this.json.write(HEAD))).isEqualTo(GOLDEN.get("head"));
		assertThat(MAPPER.readTree(this.json.write(FIRST))).isEqualTo(GOLDEN.get("1"));
		assertThat(MAPPER.readTree(this.json.write(SECOND))).isEqualTo(GOLDEN.get("2"));
		assertThat(MAPPER.readTree(this.json.write(THIRD))).isEqualTo(GOLDEN.get("3"));
		assertThat(MAPPER.readTree(this.json.write(FOURTH))).isEqualTo(GOLDEN.get("4"));
	}

	@Test
	void versionTwoHasTheSameForm() {
		SessionJson two = new SessionJson(new StateProperties(2));
		assertThat(two.writeVersion()).isEqualTo(2);
		String turn = two.write(FOURTH);
		assertThat(MAPPER.readTree(turn)).isEqualTo(GOLDEN.get("4").deepCopy().asObject().put("v", 2));
		assertThat(this.json.read(document("head").replace("\"v\":1", "\"v\":2"), List.of(turn)).turns())
			.containsExactly(FOURTH);
	}

	@Test
	void unknownFieldsAreTolerated() {
		String head = document("head").replaceFirst("\\{", "{\"mood\": {\"is\": [\"good\"]},");
		String turn = document("1").replace("\"role\":\"user\"", "\"role\":\"user\",\"lang\":\"en\"");
		assertThat(turn).contains("lang");
		assertThat(this.json.read(head, List.of(turn)).turns()).containsExactly(FIRST);
	}

	@Test
	void turnsDroppedAtTheBeginningAreTolerated() {
		assertThat(this.json.read(document("head"), Arrays.asList(null, document("2"))).turns())
			.containsExactly(SECOND);
	}

	@Test
	void aTurnMissingInBetweenIsDamage() {
		assertDamaged(() -> this.json.read(document("head"), Arrays.asList(document("1"), null, document("2"))));
	}

	@Test
	void aNewerHeadIsRefusedByItsVersion() {
		assertThatExceptionOfType(UnreadableStateException.class)
			.isThrownBy(() -> this.json.readHead("{\"v\": 3, \"shape\": \"unknown\"}"))
			.withMessageContaining("newer release")
			.satisfies((problem) -> assertThat(problem.properties()).containsEntry("state_version", 3));
	}

	@Test
	void aNewerTurnUnderAnOldHeadIsRefused() {
		assertThatExceptionOfType(UnreadableStateException.class)
			.isThrownBy(() -> this.json.read(document("head"), List.of(document("1").replace("\"v\":1", "\"v\":3"))))
			.withMessageContaining("newer release");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "null", "[]", "7", "{}", "{\"v\":0}", "{\"v\":\"x\"}", "{\"v\":1}",
			"{\"v\":1,\"agent\":\"a\",\"created_at\":\"2026-11-23T09:30:00Z\",\"updated_at\":\"2026-11-23T09:30:00Z\",\"turns\":-1}",
			"{\"v\":1,\"agent\":\"a\",\"created_at\":\"yesterday\",\"updated_at\":\"2026-11-23T09:30:00Z\",\"turns\":1}",
			"{\"v\":1,\"agent\":\"a\",\"created_at\":null,\"updated_at\":\"2026-11-23T09:30:00Z\",\"turns\":1}",
			"{\"v\":1,\"agent\":\"a\",\"created_at\":\"2026-11-23T09:30:00Z\",\"updated_at\":\"2026-11-23T09:30:00Z\"}" })
	void aDamagedHeadIsAClearError(String head) {
		assertDamaged(() -> this.json.readHead(head));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"v\":1,\"run_id\":\"r\",\"at\":\"2026-11-23T09:30:00Z\"}",
			"{\"v\":1,\"run_id\":\"r\",\"at\":\"2026-11-23T09:30:00Z\",\"messages\":[null]}",
			"{\"v\":1,\"run_id\":\"r\",\"at\":\"2026-11-23T09:30:00Z\",\"messages\":[{\"role\":\"user\"}]}",
			"{\"v\":1,\"run_id\":\"r\",\"at\":\"2026-11-23T09:30:00Z\",\"messages\":[{\"role\":\"poet\",\"text\":\"\"}]}",
			"{\"v\":1,\"run_id\":\"r\",\"at\":\"2026-11-23T09:30:00Z\",\"messages\":[{\"text\":\"secret\"}]}" })
	void aDamagedTurnIsAClearErrorThatQuotesNothing(String turn) {
		assertDamaged(() -> this.json.read(document("head"), List.of(turn)));
	}

	private static void assertDamaged(Runnable reading) {
		assertThatExceptionOfType(UnreadableStateException.class).isThrownBy(reading::run)
			.withMessageContaining("damaged")
			.withNoCause();
	}

	private static String document(String field) {
		return MAPPER.writeValueAsString(GOLDEN.get(field));
	}

	private static JsonNode golden() {
		try (InputStream file = SessionJsonTests.class.getResourceAsStream("/session/v1.json")) {
			return MAPPER.readTree(Objects.requireNonNull(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
