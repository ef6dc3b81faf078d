package dev.agentservice.llm.wire.openai;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import dev.agentservice.llm.wire.UsageClaim;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

@BesideOthers
class OpenAiEmbeddingsTests {

	@Test
	void aRequestSaysWhatIsWantedAndNothingElse() {
		assertThat(OpenAiEmbeddings.body("m", List.of("a", "b"), null))
			.hasToString("{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"base64\"}");
		assertThat(OpenAiEmbeddings.body("m", List.of("a"), 256).path("dimensions").asInt()).isEqualTo(256);
	}

	@Test
	void vectorsAreReadInEitherFormAndInTheOrderOfTheTexts() {
		ObjectNode answer = parse("""
				{"data": [{"index": 1, "embedding": "%s"}, {"index": 0, "embedding": [0, 2.5]}]}"""
			.formatted(base64(3, 4)));
		float[][] vectors = OpenAiEmbeddings.vectors(answer, 2, 2);
		assertThat(vectors[0]).containsExactly(0, 1);
		assertThat(vectors[1]).containsExactly(new float[] { 0.6f, 0.8f }, within(1e-6f));
	}

	@Test
	void vectorsWithoutNumbersAreInTheOrderOfTheTexts() {
		float[][] vectors = OpenAiEmbeddings
			.vectors(parse("{\"data\": [{\"embedding\": [1, 0]}, {\"index\": null, \"embedding\": [0, 1]}]}"), 2, 2);
		assertThat(vectors[1]).containsExactly(0, 1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			[]                                                                          | 0 vectors for 2 texts
			[{"index": 0, "embedding": [1, 0]}]                                         | 1 vectors for 2 texts
			[{"embedding": [1, 0]}, {"embedding": [1, 0]}, {"embedding": [1, 0]}]       | 3 vectors for 2 texts
			{"a": 1, "b": 2}                                                            | 2 vectors for 2 texts
			[{"index": 0, "embedding": [1, 0]}, {"index": 0, "embedding": [1, 0]}]      | two vectors for text 0 of 2
			[{"index": 0, "embedding": [1, 0]}, {"index": 2, "embedding": [1, 0]}]      | beyond the 2 that were sent
			[{"index": 0, "embedding": [1, 0]}, {"index": -1, "embedding": [1, 0]}]     | beyond the 2 that were sent
			[{"index": 0, "embedding": [1, 0]}, {"index": "1", "embedding": [1, 0]}]    | beyond the 2 that were sent
			[{"embedding": [1, 0]}, {"embedding": [1, 0, 0]}]                           | 3 numbers in a vector, not 2
			[{"embedding": [1, 0]}, {"embedding": []}]                                  | 0 numbers in a vector, not 2
			[{"embedding": [1, 0]}, {}]                                                 | 0 numbers in a vector, not 2
			[{"embedding": [1, 0]}, {"embedding": "AAAA"}]                              | 0 numbers in a vector, not 2
			[{"embedding": [1, 0]}, {"embedding": "!"}]                                 | no base64
			[{"embedding": [1, 0]}, {"embedding": [0, 0]}]                              | without a direction
			[{"embedding": [1, 0]}, {"embedding": [1, "0"]}]                            | without a direction
			[{"embedding": [1, 0]}, {"embedding": [1e39, 0]}]                           | without a direction
			[{"embedding": [1, 0]}, {"embedding": [null, 0]}]                           | without a direction
			""")
	void whatIsNoVectorForEachTextIsRefusedWithItsFigures(String data, String flaw) {
		ObjectNode answer = parse("{\"data\": " + data + "}");
		assertThatExceptionOfType(MalformedAnswerException.class)
			.isThrownBy(() -> OpenAiEmbeddings.vectors(answer, 2, 2))
			.withMessageContaining(flaw);
	}

	@Test
	void aNumberThatIsNoneIsRefused() {
		ObjectNode answer = parse("{\"data\": [{\"embedding\": \"" + base64(Float.NaN, 1) + "\"}]}");
		assertThatExceptionOfType(MalformedAnswerException.class)
			.isThrownBy(() -> OpenAiEmbeddings.vectors(answer, 1, 2));
	}

	@Test
	void theTokensAreThoseOfThePrompt() {
		assertThat(OpenAiEmbeddings.tokens(parse("{\"usage\": {\"prompt_tokens\": 7, \"total_tokens\": 8}}")))
			.isEqualTo(7);
		assertThat(OpenAiEmbeddings.tokens(parse("{\"usage\": {\"total_tokens\": 8}}"))).isEqualTo(8);
		assertThat(OpenAiEmbeddings.tokens(parse("{\"usage\": {\"prompt_tokens\": -7}}"))).isEqualTo(UsageClaim.UNSAID);
		assertThat(OpenAiEmbeddings.tokens(parse("{}"))).isEqualTo(UsageClaim.UNSAID);
	}

	private static String base64(float... numbers) {
		ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		for (float number : numbers) {
			bytes.putFloat(number);
		}
		return Base64.getEncoder().encodeToString(bytes.array());
	}

	private static ObjectNode parse(String json) {
		return Objects.requireNonNull(Json.parseDocument(json.getBytes(StandardCharsets.UTF_8)));
	}

}
