package dev.agentservice.support;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TextTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "", "plain", "z\u00fcrich", "\u07ff\u0800", "\u65e5\u672c\u8a9e", "\ud83d\udef0 up", "\uffff" })
	void aTextIsAsLongAsItsBytes(String text) {
		assertThat(Text.bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
	}

}
