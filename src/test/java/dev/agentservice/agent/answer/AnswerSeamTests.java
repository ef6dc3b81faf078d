package dev.agentservice.agent.answer;

import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What another model says is joined to what was told, or nothing is.
 */
class AnswerSeamTests {

	private static final String WHOLE = "Once upon a time there was a model that told a story from its beginning to its end.";

	/** What the client has in the end; null if it does not fit. */
	private static @Nullable String joined(String told, String said, int piece) {
		AnswerSeam seam = new AnswerSeam(told);
		StringBuilder answer = new StringBuilder(told);
		for (int i = 0; i < said.length(); i += piece) {
			answer.append(seam.accept(said.substring(i, Math.min(said.length(), i + piece))));
		}
		answer.append(seam.finish());
		assertThat(seam.isTorn() && answer.length() > told.length()).as("told though it does not fit").isFalse();
		return seam.isTorn() ? null : answer.toString();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
			"Once upon a time|Once upon a time there was.|Once upon a time there was.",
			"Once|Once upon a time.|Once upon a time.", "O|Once.|Once.",
			"Once upon a time |  Once upon a time there was.|Once upon a time there was.",
			"Once upon a time there was a mod|time there was a model.|Once upon a time there was a model.",
			"'Once upon a time\nthere was a mod'|upon a time there was a model.|'Once upon a time\nthere was a model.'",
			"The end of the story.|The end of the story.|The end of the story.",
			"No, no, no, no, no, no, |No, no, no, no, no, no, no.|No, no, no, no, no, no, no.",
			"Once upon a time there was a model.|a time there was a model.|Once upon a time there was a model." })
	void whatIsRepeatedIsLeftOut(String told, String said, String answer) {
		for (int piece : new int[] { 1, 2, 3, 7, 1000 }) {
			assertThat(joined(told, said, piece)).as("in pieces of %d", piece).isEqualTo(answer);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false,
			value = { "A gateway is a serv|A service that stands between.", "The capital of France is| Paris.",
					"The capital of France is|Paris is the capital of France.", "Hello there. I|Hello there.",
					"Once upon a time|time flies.", "Once upon a time there was|Once upon a time, there was a model.",
					"Once upon a time there was|?", "Once upon a time there was|  .  " })
	void anotherAnswerIsNotGluedBehind(String told, String said) {
		for (int piece : new int[] { 1, 2, 3, 7, 1000 }) {
			assertThat(joined(told, said, piece)).as("in pieces of %d", piece).isNull();
		}
	}

	/** Wherever it is cut, and however much of it is repeated. */
	@Test
	void theWholeAnswerComesOutOfAnyCutAndAnyRepetition() {
		Random random = new Random(16);
		for (int cut = 1; cut < WHOLE.length(); cut++) {
			String told = WHOLE.substring(0, cut);
			assertThat(joined(told, WHOLE, 1 + random.nextInt(9))).isEqualTo(WHOLE);
			for (int overlap = 16; overlap < cut; overlap++) {
				String rest = WHOLE.substring(cut - overlap);
				if (!rest.startsWith(" ")) {
					assertThat(joined(told, rest, 1 + random.nextInt(9))).isEqualTo(WHOLE);
				}
			}
		}
	}

	@Test
	void silenceIsNoRest() {
		assertThat(joined("Once upon a time there was", "", 1)).isNull();
		assertThat(joined("Once upon a time there was", "   ", 1)).isNull();
	}

	@Test
	void whatDoesNotFitFitsNoMoreLater() {
		AnswerSeam seam = new AnswerSeam("Once upon a time");
		assertThat(seam.accept("Once there")).isEmpty();
		assertThat(seam.isTorn()).isTrue();
		assertThat(seam.accept(" was")).isEmpty();
	}

	/** A provider chooses both texts: the work grows with their length, no faster. */
	@Test
	void aTextOfOneLetterIsNoTrap() {
		String told = "a".repeat(500_000);
		assertThat(joined(told, "a".repeat(500_001), 100)).isEqualTo("a".repeat(500_001));
	}

}
