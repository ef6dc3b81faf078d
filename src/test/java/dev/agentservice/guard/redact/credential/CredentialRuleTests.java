package dev.agentservice.guard.redact.credential;

import java.util.List;

import com.google.re2j.Pattern;
import dev.agentservice.guard.redact.stage.Passage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** When a rule is tried, and which values it takes for random. */
class CredentialRuleTests {

	@ParameterizedTest
	@CsvSource({ "'', key123, true", "'', xkey12, true", "'', key12, false", "'', other123, false",
			"'key ', other123, false" })
	void aRuleIsTriedOnWordsThatAreLongEnoughAndHaveItsKeyword(String before, String text, boolean tried) {
		CredentialRule rule = new CredentialRule("any", List.of("none", "key"), Pattern.compile("k.*"), 6, 0, false);
		assertThat(rule.mayOccur(Passage.of(before, text, 1))).isEqualTo(tried);
	}

	@ParameterizedTest
	@CsvSource({ "key, other12, true", "key, other!, true", "key, other~, true", "key, others, false",
			"key1, others, false", "none, other12, false" })
	void aRuleThatReadsContextMayFindItsKeywordBeforeTheWordAndItsSignsInIt(String before, String text, boolean tried) {
		CredentialRule rule = new CredentialRule("any", List.of("key"), Pattern.compile("key (.*)"), 6, 0, true);
		assertThat(rule.mayOccur(Passage.of(before + " ", text, 1))).isEqualTo(tried);
	}

	@ParameterizedTest
	@CsvSource({ "abc1, true", "abc!, true", "ab1!, true", "abcd, false", "1234, false", "12!4, false" })
	void aMixedValueHasLettersAndSomethingElse(String value, boolean accepted) {
		assertThat(rule(0, true).accepts(value)).isEqualTo(accepted);
	}

	@ParameterizedTest
	@CsvSource({ "abcd, true", "abcde, true", "abca, false", "aaaa, false" })
	void aValueIsAsRandomAsItsRuleSays(String value, boolean accepted) {
		assertThat(rule(2, false).accepts(value)).isEqualTo(accepted);
		assertThat(rule(0, false).accepts(value)).isTrue();
	}

	@Test
	void theEntropyIsInBitsPerCharacter() {
		assertThat(CredentialRule.entropyOf("aaaa")).isZero();
		assertThat(CredentialRule.entropyOf("ab")).isEqualTo(1);
		assertThat(CredentialRule.entropyOf("aab")).isCloseTo(0.918296, within(1e-6));
		assertThat(CredentialRule.entropyOf("abcdefgh")).isEqualTo(3);
		assertThat(CredentialRule.entropyOf("\u00e9\u007f")).isZero();
	}

	private static CredentialRule rule(double entropy, boolean mixed) {
		return new CredentialRule("any", List.of("key"), Pattern.compile(".*"), 1, entropy, mixed);
	}

}
