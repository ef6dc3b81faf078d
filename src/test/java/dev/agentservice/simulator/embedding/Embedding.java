package dev.agentservice.simulator.embedding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Locale;
import java.util.SplittableRandom;

import dev.agentservice.simulator.chat.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * The vector of a text: the sum of one fixed random direction for each of its words, at
 * length 1. The same text always has the same vector, and texts that share words lie near
 * each other.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Embedding(double[] vector) {

	private static final int STEM = 6;

	static Embedding of(String text, int dimensions) {
		double[] sum = new double[dimensions];
		sum[0] = 1e-6;
		for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
			String stem = word.substring(0, Math.min(STEM, word.length()));
			SplittableRandom random = new SplittableRandom(stem.hashCode());
			for (int i = 0; i < dimensions && !stem.isEmpty(); i++) {
				sum[i] += random.nextDouble(-1, 1);
			}
		}
		return new Embedding(normalized(sum));
	}

	ArrayNode floats() {
		ArrayNode floats = Json.array();
		for (double value : this.vector) {
			floats.add((float) value);
		}
		return floats;
	}

	/** Little-endian 32-bit floats. */
	StringNode base64() {
		ByteBuffer bytes = ByteBuffer.allocate(this.vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		for (double value : this.vector) {
			bytes.putFloat((float) value);
		}
		return JsonNodeFactory.instance.stringNode(Base64.getEncoder().encodeToString(bytes.array()));
	}

	private static double[] normalized(double[] vector) {
		double square = 0;
		for (double value : vector) {
			square += value * value;
		}
		double length = Math.sqrt(square);
		double[] normalized = new double[vector.length];
		for (int i = 0; i < vector.length; i++) {
			normalized[i] = vector[i] / length;
		}
		return normalized;
	}

}
