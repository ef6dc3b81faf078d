package dev.agentservice.support.redis;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ScriptWordsTests {

	private final ScriptWords<End> words = new ScriptWords<>("run-end", End.class);

	@Test
	void aWordIsTheConstantOfItsName() {
		assertThat(this.words.outcome("over")).isEqualTo(End.OVER);
		assertThat(this.words.outcome("fenced_off")).isEqualTo(End.FENCED_OFF);
	}

	@Test
	void anUnknownWordIsNamedWithItsScript() {
		assertThatIllegalStateException().isThrownBy(() -> this.words.outcome("OVER"))
			.withMessage("Script run-end answered with an unknown word: OVER");
	}

	@Test
	void whatIsNoWordIsUnknown() {
		assertThatIllegalStateException().isThrownBy(() -> this.words.outcome(7L)).withMessageEndingWith(": 7");
		assertThatIllegalStateException().isThrownBy(() -> this.words.outcome(null)).withMessageEndingWith(": null");
	}

	private enum End {

		OVER, FENCED_OFF

	}

}
