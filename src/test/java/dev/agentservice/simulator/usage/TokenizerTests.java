package dev.agentservice.simulator.usage;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TokenizerTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "Hello, world!", "   indented", "a          b", "12345", "日本語 text", "🦊🦊",
			"\ud83e", "{\"a\": [1, 2]}", " \n\t ", "Straße" })
	void piecesAddUpToTheTextAndAreNeverMoreThanItsBytes(String text) {
		assertThat(String.join("", Tokenizer.pieces(text))).isEqualTo(text);
		assertThat(Tokenizer.count(text)).isEqualTo(Tokenizer.pieces(text).size())
			.isLessThanOrEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
	}

	@Test
	void wordsAreCheapAndDigitsAreDear() {
		assertThat(Tokenizer.pieces("one two elephants")).containsExactly("one", " two", " eleph", "ants");
		assertThat(Tokenizer.count("4711081512345678")).isEqualTo(16);
	}

}
