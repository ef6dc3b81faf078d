package dev.agentservice.support.json;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class CanonicalJsonTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"b": 1, "a": {"d": 2, "c": 3}} | {"a": {"c": 3, "d": 2}, "b": 1}
			[1, 1.0, 10e-1, 1.00]           | [1, 1, 1, 1]
			100                             | 1e2
			0                               | -0.0
			12345678901234567890.50         | 12345678901234567890.5
			"\\u00e9"                       | "é"
			""")
	void equalValuesAreOneText(String one, String other) {
		assertThat(canonical(one)).isEqualTo(canonical(other));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			[1, 2]     | [2, 1]
			"1"        | 1
			true       | "true"
			null       | "null"
			{"a": []}  | {"a": {}}
			{"a": "b"} | {"a\\":\\"b": ""}
			0.1        | 0.10000000000000000001
			""")
	void differentValuesAreDifferentTexts(String one, String other) {
		assertThat(canonical(one)).isNotEqualTo(canonical(other));
	}

	private static String canonical(String json) {
		JsonMapper exact = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
		return CanonicalJson.of(exact.readTree(json));
	}

}
