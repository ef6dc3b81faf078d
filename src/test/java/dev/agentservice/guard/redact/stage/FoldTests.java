package dev.agentservice.guard.redact.stage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a character stands for, and which make words. Rows are code points. */
class FoldTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			value = { "41, A", "7f, \u007f", "ff01, !", "ff11, 1", "ff5e, ~", "17f, s", "663, 3", "2070, 0", "209c, t",
					"2460, 1", "24ea, 0", "24b6, A", "fe50, `,`", "fe6b, @", "1d400, A", "1d7cb, \u03dd", "1d7ff, 9",
					"2013, -", "2212, -", "a0, ` `", "3000, ` `", "2007, ` `" })
	void aDisguisedCharacterIsTheOneOfAscii(String codePoint, String folded) {
		assertThat(Fold.of(codePoint(codePoint))).isEqualTo(folded.charAt(0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "200b", "ad", "2060", "206f", "fe00", "fe0f", "20e3", "e0041" })
	void whatNobodySeesIsInvisible(String codePoint) {
		assertThat(Fold.of(codePoint(codePoint))).isEqualTo(Fold.INVISIBLE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "80", "e9", "ff5f", "ff00", "2469", "245f", "2500", "fe4f", "fe6c", "fe10", "fdfd", "20e2",
			"20e4", "180", "4f60", "1f600", "b7", "1d800", "d800" })
	void everythingElseIsWhatItIs(String codePoint) {
		assertThat(Fold.of(codePoint(codePoint))).isEqualTo(codePoint(codePoint));
	}

	@Test
	void wordsAreOfLettersAndDigitsInScriptsWithSpaces() {
		assertThat("azAZ09_\u00e9\u00df\u0301\u0431\u05d0\u0dc6\u1e00\u1ff4".chars()).allMatch(Fold::isWord);
		assertThat("`{@[/:-.\u00b7\u00a0\u0df4\u0e01\u1dff\u2071\u4f60\u3042".chars()).noneMatch(Fold::isWord);
	}

	@Test
	void lettersAndDigitsOfAsciiAreThoseAndNoOthers() {
		assertThat("azAZ".chars()).allMatch(Fold::isAsciiLetter).allMatch(Fold::isAlphanumeric);
		assertThat("09".chars()).allMatch(Fold::isDigit).allMatch(Fold::isAlphanumeric).noneMatch(Fold::isAsciiLetter);
		assertThat("`{@[/:_\u00e9".chars()).noneMatch(Fold::isAlphanumeric);
	}

	private static int codePoint(String hexadecimal) {
		return Integer.parseInt(hexadecimal, 16);
	}

}
