package dev.agentservice.guard.redact.leak;

import java.util.List;

import dev.agentservice.guard.redact.OwnValues;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Findings;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which words are a passage, when they go, and that nothing else does. */
class LeakStageTests {

	private static final int LEAST_WORDS = 4;

	private static final String LONGEST_WORD = "w".repeat(64);

	private final Findings findings = new Findings(RedactionPolicy.standard(), (_) -> false, (_, _) -> {
	});

	private final StringBuilder out = new StringBuilder();

	@ParameterizedTest
	@ValueSource(strings = { "no ph\u200brase\u00ad at all", "\u200b", " \u200b first second third other", "first",
			"first second third\u200b", "\u59cb\u7d42 first \u59cb second", "second third fourth first third fifth",
			"" })
	void whatIsNoPassageComesOutAsItWas(String text) {
		assertThat(passed(text, "first second third fourth fifth")).isEqualTo(text);
		assertThat(this.findings.redactions()).isEmpty();
	}

	@Test
	void aWordThatIsTooLongForAnyInstructionsComesOutAsItWas() {
		String longer = LONGEST_WORD + "w";
		for (String text : List.of(longer, longer + "\u200bx, y", "first second third " + longer + " fourth fifth",
				longer + "first second third fourth other")) {
			assertThat(passed(text, "first second third fourth fifth " + longer)).isEqualTo(text);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "So: first second third fourth.|So: [prompt_leak].",
			"first_second_third_fourth|[prompt_leak]", "first second third fourth fifth sixth!|[prompt_leak]!",
			"second third fourth fifth other|[prompt_leak] other",
			"first second third fourth fifth other, first second third fourth|[prompt_leak] other, [prompt_leak]",
			"first second third fourth third fourth fifth sixth|[prompt_leak] [prompt_leak]",
			"first second third fourth fifth sixth third other fourth|[prompt_leak] third other fourth" })
	void aPassageGoesWithAllThatContinuesIt(String text, String left) {
		assertThat(passed(text, "first second third fourth fifth sixth")).isEqualTo(left);
	}

	@Test
	void aPassageThatRunsOnInAnotherPartOfTheInstructionsIsOne() {
		assertThat(
				passed("So first second third fourth fifth.", "first second third fourth", "second third fourth fifth"))
			.isEqualTo("So [prompt_leak].");
		assertThat(this.findings.redactions()).containsExactly(new Redaction(FindingType.PROMPT_LEAK, 1));
	}

	@Test
	void eachPassageIsCounted() {
		passed("first second third fourth. Second third fourth fifth.", "first second third fourth fifth");
		assertThat(this.findings.redactions()).containsExactly(new Redaction(FindingType.PROMPT_LEAK, 2));
	}

	@Test
	void whatWasAPassageUntilNowMayBeginAShorterPhrase() {
		String left = passed("first second third fourth fifth other", "first second third fourth",
				"third fourth fifth sixth");
		assertThat(left).isEqualTo("[prompt_leak] fifth other");
	}

	@ParameterizedTest
	@CsvSource({ "aaaaa bbbbb ccccc ddddd, aaaaa bbbbb ccccc ddddd", "aaaaa bbbbb ccccc dddddd, [prompt_leak]" })
	void aPassageHasTwentyFourCharactersOfScriptsWithSpacesWhateverStandsBefore(String text, String left) {
		assertThat(passed("x, y: " + text, text + " e")).isEqualTo("x, y: " + left);
	}

	@Test
	void wordsBeforeTheLongestPassageAreNoPartOfIt() {
		assertThat(passed("a b c d e f gggggggggggggggg", "a b c d e f", "c d e f gggggggggggggggg"))
			.isEqualTo("a b [prompt_leak]");
	}

	@Test
	void theLongestWordOfInstructionsCountsAndSoDoesOneWithSomethingInvisibleInside() {
		String instructions = "first sec\u00adond third " + LONGEST_WORD;
		assertThat(passed("first second th\u200bird " + LONGEST_WORD + ".", instructions)).isEqualTo("[prompt_leak].");
	}

	@Test
	void wordsFarApartAreNoPassage() {
		String text = "first second" + " ".repeat(4050) + "third fourth";
		assertThat(passed(text, "first second third fourth")).isEqualTo("[prompt_leak]");
		String farther = "first second" + " ".repeat(4100) + "third fourth";
		assertThat(passed(farther, "first second third fourth")).isEqualTo(farther);
		String behind = "first second third fourth" + " ".repeat(4100) + "fifth";
		assertThat(passed(behind, "first second third fourth fifth"))
			.isEqualTo("[prompt_leak]" + " ".repeat(4100) + "fifth");
	}

	@Test
	void onlyWhatMayBeAPassageIsHeldBack() {
		LeakStage stage = stage("first second third fourth fifth");
		stage.acceptAll("It was ");
		assertThat(this.out).hasToString("It was ");
		stage.acceptAll("first, second");
		assertThat(this.out).hasToString("It was ");
		stage.acceptAll(" other");
		assertThat(this.out).hasToString("It was ");
		stage.accept('.');
		assertThat(this.out).hasToString("It was first, second other.");
		stage.acceptAll(" ?!" + LONGEST_WORD + "ww");
		assertThat(this.out).hasToString("It was first, second other. ?!" + LONGEST_WORD + "ww");
		stage.acceptAll(" first second third fourth ");
		assertThat(this.out.toString()).endsWith("ww [prompt_leak]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "1 first 2 second 3 third 4 fourth|1 [prompt_leak]",
					"first a b c d e f g h second third fourth|[prompt_leak]",
					"first a b c d e f g h i second third fourth|first a b c d e f g h i second third fourth",
					"first a second a b c d e f g h third fourth|[prompt_leak]",
					"first second third fourth 5 6 fifth 7 other|[prompt_leak] 7 other" })
	void upToEightLabelsBetweenTwoWordsDoNotEndAPassage(String text, String left) {
		assertThat(passed(text, "first second third fourth fifth")).isEqualTo(left);
	}

	@Test
	void labelsAreHeldBackOnlyAsLongAsTheyMayBeInAPassage() {
		LeakStage stage = stage("first second third fourth fifth");
		stage.acceptAll("1 2 ");
		assertThat(this.out).hasToString("1 2 ");
		stage.acceptAll("first 2 ");
		assertThat(this.out).hasToString("1 2 ");
		stage.acceptAll("other ");
		assertThat(this.out).hasToString("1 2 first 2 other ");
	}

	@Test
	void instructionsSayWhatThereIsToLeak() {
		assertThat(Instructions.none().havePhrases()).isFalse();
		assertThat(Instructions.of("\"All of it may be said.\"").havePhrases()).isFalse();
		assertThat(Instructions.of("Never say this.").havePhrases()).isTrue();
		assertThat(Instructions.none().haveMarker()).isFalse();
		assertThat(Instructions.none().with(Instructions.newMarker()).haveMarker()).isTrue();
		assertThat(Instructions.none().find("anything", 0)).isEqualTo(-1);
	}

	@Test
	void aMarkerIsFoundWhereverItStands() {
		String marker = Instructions.newMarker();
		Instructions instructions = Instructions.none().with(marker);
		Redactors redactors = Redactors.of(RedactionPolicy.standard());
		assertThat(redactors.redact(marker + marker, new OwnValues(), instructions).content())
			.isEqualTo("[prompt_leak] [prompt_leak]");
		assertThat(redactors.redact("a_" + marker, new OwnValues(), instructions).content())
			.isEqualTo("a_[prompt_leak]");
	}

	private String passed(String text, String... instructions) {
		this.out.setLength(0);
		LeakStage stage = stage(instructions);
		stage.acceptAll(text);
		stage.finish();
		return this.out.toString();
	}

	private LeakStage stage(String... instructions) {
		return new LeakStage(Instructions.of(String.join(" \"-\" ", instructions)), LEAST_WORDS, this.findings,
				new Stage() {

					@Override
					public void accept(int codePoint) {
						LeakStageTests.this.out.appendCodePoint(codePoint);
					}

					@Override
					public void finish() {
						LeakStageTests.this.out.append("");
					}

				});
	}

}
