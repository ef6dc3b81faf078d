package dev.agentservice.run.interaction;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class CutTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "\u0001", "\"", "ü", "€", "🦉", "a🦉\\ü\n" })
	void whatIsLeftFitsHoweverItIsWritten(String piece) {
		String cut = CutText.of(piece.repeat(5000), 1000);
		assertThat(cut).endsWith(" [cut]");
		assertThat(JsonMapper.shared().writeValueAsBytes(cut).length).isBetween(700, 1000 + 8);
		assertThat(piece.repeat(5000)).startsWith(cut.substring(0, cut.length() - 6));
		assertThat(CutText.of(piece, 1000)).isEqualTo(piece);
	}

	@Test
	void theEndOfATextThatGoesOnIsNotShown() {
		assertThat(CutText.ofLonger("shown hidden", 6, 1000)).isEqualTo("shown  [cut]");
		assertThat(CutText.ofLonger("shown hidden", 6, 2)).isEqualTo("sh [cut]");
		assertThat(CutText.ofLonger("shown🦉hidden", 7, 1000)).isEqualTo("shown [cut]");
		assertThat(CutText.ofLonger("hidden", 7, 1000)).isEqualTo(" [cut]");
	}

}
