package dev.agentservice.tool;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.tool.ToolResult.Outcome;
import dev.agentservice.tool.call.Toolset;
import dev.agentservice.tool.registry.Bench;
import dev.agentservice.tool.registry.ToolFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class ToolArgumentsTests {

	private final Bench bench = new Bench();

	private final Toolset tools = new ToolFixture().with(this.bench).all();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			echo  | {"text": 5}                  | string
			echo  | {}                           | text
			echo  | {"text": null}               | string
			echo  | {"txt": "x", "text": "y"}    | txt
			echo  | {"text": "x"                 | not valid JSON
			echo  | {"text": "x"} {"text": "y"}  | not valid JSON
			echo  | {"text": "x", "text": "y"}   | not valid JSON
			echo  | [1]                          | not a JSON object
			echo  | "x"                          | not a JSON object
			typed | {"count": 1.5}               | integer
			typed | {"count": 3000000000}        | count
			typed | {"count": 1e1000000000}      | count
			typed | {"count": 1, "unit": "MILE"} | DAYS
			typed | {"count": 1, "sizes": ["a"]} | integer
			""")
	void saysWhatIsWrongWithArgumentsAndWhatWouldBeRight(String tool, String arguments, String hint) {
		ToolResult result = ToolFixture.execute(this.tools, tool, arguments);
		assertThat(result.outcome()).isEqualTo(Outcome.INVALID_ARGUMENTS);
		assertThat(result.text()).contains(hint)
			.contains("\"properties\"")
			.doesNotContain("Exception", "tools.jackson", "java");
		assertThat(this.bench.calls).hasValue(0);
	}

	@Test
	void survivesArgumentsOfAbsurdDepth() {
		ToolResult result = ToolFixture.execute(this.tools, "echo", "{\"text\":" + "[".repeat(100_000));
		assertThat(result.outcome()).isEqualTo(Outcome.INVALID_ARGUMENTS);
	}

	@Test
	void givesOptionalArgumentsTheirDefaults() {
		assertThat(ToolFixture.execute(this.tools, "typed", "{\"count\": 3}").text())
			.isEqualTo("{\"count\":3,\"unit\":\"HOURS\",\"sizes\":null,\"price\":null}");
		assertThat(ToolFixture.execute(this.tools, "typed", "{\"count\":3,\"sizes\":null,\"price\":null}").outcome())
			.isEqualTo(Outcome.OK);
		assertThat(ToolFixture
			.execute(this.tools, "typed", "{\"count\":3,\"unit\":\"DAYS\",\"sizes\":[1,2],\"price\":0.10}")
			.text()).isEqualTo("{\"count\":3,\"unit\":\"DAYS\",\"sizes\":[1,2],\"price\":0.10}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "{}" })
	void takesNothingAsNoArguments(String arguments) {
		assertThat(ToolFixture.execute(this.tools, "alone", arguments).text()).isEqualTo("1");
		assertThat(ToolFixture.execute(this.tools, "silent", arguments).text()).isEqualTo("done");
		assertThat(ToolFixture.execute(this.tools, "empty", arguments).text()).isEqualTo("(empty result)");
	}

	@Test
	void cutsALongResultBetweenCodePointsAndSaysSo() {
		Toolset small = new ToolFixture().with(this.bench)
			.configured(
					new ToolsProperties(Duration.ofSeconds(5), DataSize.ofBytes(256), ToolFixture.RESILIENCE, Map.of()))
			.all();
		assertThat(echo(small, "x".repeat(256))).isEqualTo("x".repeat(256));
		assertThat(echo(small, "x" + "😀".repeat(64)))
			.isEqualTo("x" + "😀".repeat(63) + "\n[cut: the result has 257 bytes, these are the first 253]");
	}

	private static String echo(Toolset tools, String text) {
		return ToolFixture.execute(tools, "echo", "{\"text\":\"" + text + "\"}").text();
	}

}
