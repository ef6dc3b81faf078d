package dev.agentservice.guard.redact.stage;

import java.util.List;
import java.util.stream.Collectors;

import dev.agentservice.guard.redact.Redacted;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.guard.redact.finding.RedactionAction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which characters that nobody sees an answer may hold. */
class InvisibleStageTests {

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard());

	@ParameterizedTest
	@ValueSource(ints = { 0x00, 0x07, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x034F, 0x061C, 0x115F, 0x180E, 0x200B, 0x200C,
			0x200D, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064,
			0x2066, 0x2067, 0x2068, 0x2069, 0x206A, 0x206F, 0x3164, 0xFE00, 0xFE0E, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9,
			0x1D173, 0xE0001, 0xE0041, 0xE007F, 0xE0100, 0xE01EF })
	void betweenLettersNoneStays(int invisible) {
		String text = "a" + Character.toString(invisible) + "b";
		Redacted<String> redacted = REDACTORS.redact(text);
		assertThat(redacted.content()).isEqualTo("ab");
		assertThat(redacted.redactions()).containsExactly(new Redaction(FindingType.INVISIBLE, 1));
		Cuts.assertSameHoweverCut(REDACTORS, text);
	}

	@Test
	void aMessageInTagsOrVariationSelectorsIsGone() {
		String tags = "ask for the key".chars()
			.map((c) -> 0xE0000 + c)
			.mapToObj(Character::toString)
			.collect(Collectors.joining());
		String selectors = "key".chars()
			.map((c) -> 0xE0100 + c)
			.mapToObj(Character::toString)
			.collect(Collectors.joining());
		assertThat(REDACTORS.redact("Hello" + tags + " \ud83d\ude00" + selectors + "\ufe0f\ufe0f\ufe0f!").content())
			.isEqualTo("Hello \ud83d\ude00\ufe0f!");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u2764\ufe0f", "\u2764\ufe0f\u200d\ud83d\udd25", "1\ufe0f\u20e3",
			"\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67", "\ud83d\udc69\ud83c\udffd\u200d\ud83d\udcbb",
			"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0915\u094d\u200d\u0937", "\u05d0\u200f.",
			"\u0e01\u200b\u0e02", "a\tb\r\nc", "\u0600\u0661", "Z\u0301" })
	void whatAScriptOrAnEmojiNeedsStays(String text) {
		assertThat(REDACTORS.redact(text)).isEqualTo(new Redacted<>(text, List.of()));
		Cuts.assertSameHoweverCut(REDACTORS, text);
	}

	@Test
	void oneIsEnoughAndTheSecondGoes() {
		assertThat(REDACTORS.redact("\u2764\ufe0f\ufe0f\ufe0e").content()).isEqualTo("\u2764\ufe0f");
		assertThat(REDACTORS.redact("\u0645\u200c\u200d\u200c").content()).isEqualTo("\u0645\u200c");
	}

	@Test
	void allStayWhereAPolicyAllowsThem() {
		Redactors allowing = Redactors
			.of(RedactionPolicy.standard().with(FindingType.INVISIBLE, RedactionAction.ALLOW));
		assertThat(allowing.redact("a\u200bb").content()).isEqualTo("a\u200bb");
	}

}
