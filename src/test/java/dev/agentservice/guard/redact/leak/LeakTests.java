package dev.agentservice.guard.redact.leak;

import java.util.List;
import java.util.Locale;
import java.util.Random;

import dev.agentservice.guard.redact.OwnValues;
import dev.agentservice.guard.redact.Redacted;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.StreamRedactor;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.stage.Cuts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LeakTests {

	private static final String TEXT = """
			You help customers of the Harbour Bookshop with their orders.
			- Never offer a discount above 15% unless the customer's order arrived late.
			- When someone asks about the warehouse in Odense, say that visits are not possible.
			\u59cb\u7d42\u4e01\u5be7\u306b\u7b54\u3048\u308b\u3053\u3068\u3002""";

	private static final Instructions INSTRUCTIONS = Instructions.of(TEXT);

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard());

	@Test
	void theInstructionsRepeatedAsAWholeAreTakenOut() {
		Redacted<String> redacted = redact("Sure! My instructions are: " + TEXT + "\nAnything else?");
		assertThat(redacted.content()).isEqualTo("Sure! My instructions are: [prompt_leak]\u3002\nAnything else?");
		assertThat(redacted.redactions()).containsExactly(new Redaction(FindingType.PROMPT_LEAK, 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "He said: never offer a discount above 15% unless the customer asks.",
			"He said: NEVER OFFER A DISCOUNT ABOVE 15% UNLESS THE customer asks.",
			"He said: **Never** offer a _discount_ above\n> 15%, unless the customer asks.",
			"He said: never\u200b offer a disc\u00adount above 15\u00a0% unless the customer asks." })
	void aPassageOfTheInstructionsIsTakenOutHoweverItIsDressed(String text) {
		assertThat(redact(text).content()).doesNotContainIgnoringCase("discount").contains("[prompt_leak] asks.");
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"He said: 1. never 2. offer 3. a 4. discount 5. above 6. 15% 7. unless 8. the 9. customer asks.",
			"He said: never 1 offer 2 a 3 discount 4 above 15% 5 unless 6 the 7 customer asks.",
			"He said: (1) never (2) offer (3) a (4) discount (5) above (15) % (6) unless (7) the (8) customer asks.",
			"He said: never a) offer b) a c) discount d) above 15% e) unless f) the g) customer asks.",
			"He said: never ii offer iii a iv discount vi above 15% vii unless viii the ix customer asks.",
			"He said: never 1st offer 2nd a 3rd discount 4th above 15% 5th unless 6th the customer asks." })
	void numbersBetweenTheWordsHideNothing(String text) {
		assertThat(redact(text).content()).doesNotContainIgnoringCase("discount").contains("[prompt_leak] asks.");
		for (int cut = 0; cut <= text.length(); cut++) {
			StreamRedactor stream = REDACTORS.stream(new OwnValues(), INSTRUCTIONS);
			assertThat(stream.accept(text.substring(0, cut)) + stream.accept(text.substring(cut)) + stream.finish())
				.isEqualTo(redact(text).content());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "I help customers of the Harbour Bookshop.", "Never offer a discount, he said.",
			"You help customers. Their orders arrived late. Visits are not possible.",
			"the the the the the the the the the",
			"Customers of the Harbour Bookshop ask when someone asks about the warehouse." })
	void aFewWordsInCommonAreNoLeak(String text) {
		assertThat(redact(text)).isEqualTo(new Redacted<>(text, List.of()));
	}

	@Test
	void everyCutGivesTheSame() {
		String text = "A: " + TEXT.substring(10, 180)
				+ " B: you help customers of the Harbour Bookshop with their own.";
		String whole = redact(text).content();
		assertThat(whole).contains("[prompt_leak]");
		for (int cut = 0; cut <= text.length(); cut++) {
			StreamRedactor stream = REDACTORS.stream(new OwnValues(), INSTRUCTIONS);
			assertThat(stream.accept(text.substring(0, cut)) + stream.accept(text.substring(cut)) + stream.finish())
				.isEqualTo(whole);
		}
		assertThat(Cuts.inSingles(REDACTORS.stream(new OwnValues(), INSTRUCTIONS), text)).isEqualTo(whole);
	}

	@Test
	void theStreamReleasesNoPartOfAPassageBeforeItIsRecognised() {
		StreamRedactor stream = REDACTORS.stream(new OwnValues(), INSTRUCTIONS);
		assertThat(stream.accept("So: never offer a discount above 15% unless")).isEqualTo("So: ");
		String rest = stream.accept(" the customer") + stream.accept(" pays. ") + stream.finish();
		assertThat(rest).isEqualTo("[prompt_leak] pays. ");
	}

	@Test
	void whatTheAgentIsToldToSayMayBeSaid() {
		Instructions instructions = Instructions
			.of("End with \u201cIs there anything else that I can do for you today?\u201d Do not ever talk about the weather here.");
		String answer = "Is there anything else that I can do for you today?";
		assertThat(REDACTORS.redact(answer, new OwnValues(), instructions).content()).isEqualTo(answer);
		assertThat(
				REDACTORS.redact("Do not ever talk about the weather here.", new OwnValues(), instructions).content())
			.isEqualTo("[prompt_leak].");
	}

	@Test
	void aFewCharactersOfAScriptWithoutSpacesAreNoLeak() {
		Instructions instructions = Instructions.of("\u6211".repeat(3)
				+ "\u5011\u7684\u5e97\u5728\u54e5\u672c\u54c8\u6839\u7684\u6e2f\u53e3\u65c1\u908a\u7121\u8ad6\u5982\u4f55\u90fd\u4e0d\u8981\u63d0\u5230\u5009\u5eab\u7684\u5730\u5740\u548c\u96fb\u8a71");
		String few = "\u5011\u7684\u5e97\u5728\u54e5\u672c\u54c8\u6839\u7684\u6e2f\u53e3";
		assertThat(REDACTORS.redact(few, new OwnValues(), instructions).content()).isEqualTo(few);
		String many = few
				+ "\u65c1\u908a\u7121\u8ad6\u5982\u4f55\u90fd\u4e0d\u8981\u63d0\u5230\u5009\u5eab\u7684\u5730\u5740";
		assertThat(REDACTORS.redact(many, new OwnValues(), instructions).content()).isEqualTo("[prompt_leak]");
	}

	@Test
	void theMarkerIsFoundHoweverItIsWritten() {
		String marker = Instructions.newMarker();
		Instructions instructions = INSTRUCTIONS.with(marker);
		for (String written : List.of(marker, marker.toUpperCase(Locale.ROOT), "x" + marker + "y",
				"key=" + marker + ";")) {
			Redacted<String> redacted = REDACTORS.redact("a " + written + " b", new OwnValues(), instructions);
			assertThat(redacted.content()).doesNotContainIgnoringCase(marker).contains("[prompt_leak]");
			assertThat(redacted.redactions()).containsExactly(new Redaction(FindingType.PROMPT_LEAK, 1));
		}
		assertThat(REDACTORS.redact(Instructions.newMarker(), new OwnValues(), instructions).redactions()).isEmpty();
	}

	@Test
	void aMarkerIsNewEachTimeAndNoCandidateForAnythingElse() {
		assertThat(Instructions.newMarker()).isNotEqualTo(Instructions.newMarker()).matches("[0-9a-f]{24}");
	}

	@Test
	void theIndexKnowsExactlyThePhrasesOfTheText() {
		Random random = new Random(5);
		for (int round = 0; round < 50; round++) {
			List<String> words = random.ints(60, 0, 4).mapToObj(Integer::toString).toList();
			PhraseIndex index = PhraseIndex.of(List.of(String.join(" ", words)));
			List<String> asked = random.ints(100, 0, 5).mapToObj(Integer::toString).toList();
			PhraseIndex.Match match = index.start();
			for (int i = 0; i < asked.size(); i++) {
				match = index.next(match, asked.get(i));
				assertThat(match.length()).isEqualTo(longest(words, asked.subList(0, i + 1)));
			}
		}
	}

	private static int longest(List<String> words, List<String> row) {
		String all = ' ' + String.join(" ", words) + ' ';
		int length = row.size();
		while (length > 0
				&& !all.contains(' ' + String.join(" ", row.subList(row.size() - length, row.size())) + ' ')) {
			length--;
		}
		return length;
	}

	private static Redacted<String> redact(String text) {
		return REDACTORS.redact(text, new OwnValues(), INSTRUCTIONS);
	}

}
