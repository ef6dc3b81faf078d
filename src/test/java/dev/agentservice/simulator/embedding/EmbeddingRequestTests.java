package dev.agentservice.simulator.embedding;

import java.nio.charset.StandardCharsets;

import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What the real one refuses is refused here, too. */
@BesideOthers
class EmbeddingRequestTests {

	private static final String SMALL = "\"model\": \"text-embedding-3-small\"";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"input": "a"}                                                                       | 400 | must provide a model
					{"model": "text-embedding-4", "input": "a"}                                          | 404 | does not exist
					{"model": "text-embedding-3-small"}                                                  | 400 | array of 0 items
					{"model": "text-embedding-3-small", "input": []}                                     | 400 | array of 0 items
					{"model": "text-embedding-3-small", "input": [""]}                                   | 400 | '$.input' is invalid
					{"model": "text-embedding-3-small", "input": ["a", 1]}                               | 400 | '$.input' is invalid
					{"model": "text-embedding-3-small", "input": "a", "dimensions": 1537}                | 400 | Must be between
					{"model": "text-embedding-3-small", "input": "a", "dimensions": 0}                   | 400 | Must be between
					{"model": "text-embedding-3-small", "input": "a", "dimensions": "256"}               | 400 | Must be between
					{"model": "text-embedding-ada-002", "input": "a", "dimensions": 256}                 | 400 | does not support
					{"model": "text-embedding-3-small", "input": "a", "encoding_format": "hex"}          | 400 | 'float' and 'base64'
					{"model": "text-embedding-3-small", "input": "a", "temperature": 1}                  | 400 | Unrecognized
					[                                                                                    | 400 | could not parse
					""")
	void whatIsNoRequestIsRefused(String json, int status, String message) {
		Refusal refusal = refusal(json);
		assertThat(refusal.status()).isEqualTo(status);
		assertThat(refusal.message()).contains(message);
	}

	@Test
	void whatIsTooMuchIsRefused() {
		assertThat(refusal("{" + SMALL + ", \"input\": [" + "\"a\",".repeat(2048) + "\"a\"]}").message())
			.contains("2049 items");
		assertThat(refusal("{" + SMALL + ", \"input\": \"" + "1".repeat(8193) + "\"}").message())
			.contains("8193 tokens");
		String text = "\"" + "1".repeat(8000) + "\",";
		assertThat(
				refusal("{" + SMALL + ", \"input\": [" + text.repeat(37) + "\"" + "1".repeat(5000) + "\"]}").message())
			.contains("max 300000 tokens");
	}

	@Test
	void whatIsRightIsRead() throws Refusal {
		EmbeddingRequest request = read(
				"{" + SMALL + ", \"input\": [\"a b\", \"c\"], \"encoding_format\": \"base64\"}");
		assertThat(request.texts()).containsExactly("a b", "c");
		assertThat(request.dimensions()).isEqualTo(1536);
		assertThat(request.base64()).isTrue();
		assertThat(request.tokens()).isEqualTo(3);
	}

	private static Refusal refusal(String json) {
		return catchThrowableOfType(Refusal.class, () -> read(json));
	}

	private static EmbeddingRequest read(String json) throws Refusal {
		return EmbeddingRequest.read(json.getBytes(StandardCharsets.UTF_8));
	}

}
