package dev.agentservice.llm.wire.openai;

import java.util.List;

import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import dev.agentservice.llm.wire.UsageClaim;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's embeddings. Vectors are asked for in base64, as OpenAI's own clients do, and
 * read in either form, in any order. They leave here with the length 1, so that their
 * scalar product is their cosine.
 *
 * @see <a href=
 * "https://platform.openai.com/docs/api-reference/embeddings">Embeddings</a>
 */
public final class OpenAiEmbeddings {

	/** The path below the provider's base URL. */
	public static final String PATH = "/embeddings";

	private OpenAiEmbeddings() {
	}

	/**
	 * A request.
	 * @param dimension the wanted length of the vectors; null for the model's own
	 */
	public static ObjectNode body(String model, List<String> texts, @Nullable Integer dimension) {
		ObjectNode body = Json.object().put("model", model);
		ArrayNode input = body.putArray("input");
		texts.forEach(input::add);
		if (dimension != null) {
			body.put("dimensions", dimension);
		}
		return body.put("encoding_format", "base64");
	}

	/** The tokens of the texts as the provider reports them. */
	public static long tokens(ObjectNode answer) {
		long prompt = UsageClaim.count(answer.path("usage").path("prompt_tokens"));
		return (prompt != UsageClaim.UNSAID) ? prompt : UsageClaim.count(answer.path("usage").path("total_tokens"));
	}

	/**
	 * The vectors, in the order of the texts.
	 * @param count how many texts were sent
	 * @param dimension how many numbers a vector has to have
	 * @throws MalformedAnswerException if they are others or more or fewer; it says the
	 * figures
	 */
	public static float[][] vectors(ObjectNode answer, int count, int dimension) {
		JsonNode data = answer.path("data");
		if (!data.isArray() || data.size() != count) {
			throw new MalformedAnswerException(data.size() + " vectors for " + count + " texts");
		}
		float[][] vectors = new float[count][];
		for (int i = 0; i < count; i++) {
			int index = index(data.path(i), i, count);
			if (vectors[index] != null) {
				throw new MalformedAnswerException("two vectors for text " + index + " of " + count);
			}
			vectors[index] = EmbeddingVector.read(data.path(i).path("embedding"), dimension);
		}
		return vectors;
	}

	/** Some servers do not number them. */
	private static int index(JsonNode entry, int place, int count) {
		JsonNode index = entry.path("index");
		if (index.isMissingNode() || index.isNull()) {
			return place;
		}
		long number = UsageClaim.count(index);
		if (number == UsageClaim.UNSAID || number >= count) {
			throw new MalformedAnswerException("a vector for a text beyond the " + count + " that were sent");
		}
		return (int) number;
	}

}
