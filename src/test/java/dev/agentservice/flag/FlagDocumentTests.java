package dev.agentservice.flag;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.flag.definition.FlagRule;
import dev.agentservice.flag.definition.FlagSetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FlagDocumentTests {

	/** As the first release wrote it: every later one has to read it. */
	private static final String FIRST = """
			{"v":1,"variants":{"file":"","turbo":"openai/gpt-4-turbo"},"default":"file","rules":[\
			{"tenants":["acme"],"users":["3f0c9a52d1b84e7796ad02c15be4f038"],"agents":["analyst","assistant"],\
			"percentage":12.5,"variant":"turbo"},{"percentage":100,"variant":"file"}]}""";

	private static final FlagSetting SETTING = new FlagSetting(Map.of("file", "", "turbo", "openai/gpt-4-turbo"),
			"file",
			List.of(new FlagRule(Set.of("acme"), Set.of("3f0c9a52d1b84e7796ad02c15be4f038"),
					Set.of("assistant", "analyst"), 1250, "turbo"),
					new FlagRule(Set.of(), Set.of(), Set.of(), FlagRule.EVERYBODY, "file")));

	@Test
	void anOverrideIsWrittenAsItAlwaysWas() {
		assertThat(FlagDocument.write(SETTING)).isEqualTo(FIRST);
	}

	@Test
	void anOverrideIsReadAsItWasWritten() {
		assertThat(FlagDocument.read(FIRST)).isEqualTo(SETTING);
	}

	@Test
	void theAuditLogSaysWhyAndNoVersion() {
		assertThat(FlagDocument.explain(SETTING, "Ticket 4711")).startsWith("{\"variants\":")
			.endsWith(",\"reason\":\"Ticket 4711\"}");
	}

	@Test
	void whatALaterReleaseAddsToTheSameVersionIsNotRead() {
		assertThat(FlagDocument.read(FIRST.replace("{\"v\":1", "{\"note\":\"later\",\"v\":1"))).isEqualTo(SETTING);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "null", "[]", "{\"v\":1}",
			"{\"v\":2,\"variants\":{},\"default\":\"x\",\"rules\":[]}",
			"{\"variants\":{},\"default\":\"x\",\"rules\":[]}",
			"{\"v\":1,\"variants\":{},\"default\":\"x\",\"rules\":[{\"variant\":\"x\"}]}",
			"{\"v\":1,\"variants\":{},\"default\":\"x\",\"rules\":[{\"percentage\":100.001,\"variant\":\"x\"}]}",
			"{\"v\":1,\"variants\":{},\"default\":\"x\",\"rules\":[{\"percentage\":101,\"variant\":\"x\"}]}" })
	void whatCannotBeReadIsRefused(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> FlagDocument.read(json));
	}

}
