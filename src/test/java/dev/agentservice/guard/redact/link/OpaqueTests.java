package dev.agentservice.guard.redact.link;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What counts as a word in a path or a host, and what as data. */
@BesideOthers
class OpaqueTests {

	@ParameterizedTest
	@CsvSource({ "'', 0", "--, 0", "hello, 0", "hello/world, 0", "a/b, 1", "a/bc/d, 3", "/@[`{:., 0" })
	void wordsAreNotCounted(String text, int count) {
		assertThat(Opaque.count(text)).isEqualTo(count);
	}

	@ParameterizedTest
	@CsvSource({ "a, 0", "A, 0", "z, 1", "Z, 1", "0, 1", "9, 1", "12, 2", "007/42, 5" })
	void lettersAndDigitsAreThoseOfAscii(String text, int count) {
		assertThat(Opaque.count(text)).isEqualTo(count);
	}

	@ParameterizedTest
	@CsvSource({ "%41, 3", "%, 1", "%%, 2", "a%20be, 3", "a%zz, 3" })
	void percentSignsAreData(String text, int count) {
		assertThat(Opaque.count(text)).isEqualTo(count);
	}

	@ParameterizedTest
	@CsvSource({ "abcdef12, 2", "12abc, 2", "1a, 1", "a1, 1", "z1, 2", "a1b, 3", "1a1, 3", "report2026a, 11" })
	void onlyOneNumberBelongsToAWord(String text, int count) {
		assertThat(Opaque.count(text)).isEqualTo(count);
	}

	@ParameterizedTest
	@CsvSource({ "bcdf, 4", "bcdfa, 0", "bcdfga, 6", "abcdf, 0", "abcdfg, 6", "rhythm, 0", "strengths, 9",
			"aBCDFGi, 7" })
	void aWordHasVowelsAndFewConsonantsInARow(String text, int count) {
		assertThat(Opaque.count(text)).isEqualTo(count);
	}

	@ParameterizedTest
	@CsvSource({ "aB, 2", "Aba, 0", "AB, 0", "AE, 0", "ABe, 3", "AEi, 3", "aZe, 3", "aZ, 2", "ZZa, 3", "abcEf, 5",
			"abcdEf, 0", "fileName, 0", "getById, 7", "HTMLElement, 0", "aZzaZz, 6" })
	void capitalsBeginPartsOfAWordAndNoneIsShorterThanThreeLetters(String text, int count) {
		assertThat(Opaque.count(text)).isEqualTo(count);
	}

}
