package dev.agentservice.llm.wire.openai;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

import dev.agentservice.llm.wire.MalformedAnswerException;
import tools.jackson.databind.JsonNode;

/**
 * One vector of an answer: a list of numbers, or their bytes in Base64.
 */
final class EmbeddingVector {

	private EmbeddingVector() {
	}

	/**
	 * Reads a vector and makes it one of length 1.
	 * @throws MalformedAnswerException if it is none, or has another dimension
	 */
	static float[] read(JsonNode embedding, int dimension) {
		return unit(numbers(embedding, dimension));
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
