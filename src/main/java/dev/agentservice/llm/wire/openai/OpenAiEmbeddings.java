package dev.agentservice.llm.wire.openai;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
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
			vectors[index] = unit(numbers(data.path(i).path("embedding"), dimension));
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

	private static float[] numbers(JsonNode embedding, int dimension) {
		float[] numbers = embedding.isString() ? decoded(embedding.stringValue()) : listed(embedding);
		if (numbers.length != dimension) {
			throw new MalformedAnswerException(numbers.length + " numbers in a vector, not " + dimension);
		}
		return numbers;
	}

	/** Little-endian numbers of 32 bits. */
	private static float[] decoded(String base64) {
		byte[] bytes;
		try {
			bytes = Base64.getDecoder().decode(base64);
		}
		catch (IllegalArgumentException _) {
			throw new MalformedAnswerException("a vector is no base64");
		}
		float[] numbers = new float[bytes.length / Float.BYTES];
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
		return numbers;
	}

	private static float[] listed(JsonNode list) {
		float[] numbers = new float[list.size()];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = list.path(i).isNumber() ? (float) list.path(i).doubleValue() : Float.NaN;
		}
		return numbers;
	}

	private static float[] unit(float[] vector) {
		double square = 0;
		for (float number : vector) {
			square += (double) number * number;
		}
		if (!Double.isFinite(square) || square == 0) {
			throw new MalformedAnswerException("a vector without a direction");
		}
		double length = Math.sqrt(square);
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) (vector[i] / length);
		}
		return vector;
	}

}
