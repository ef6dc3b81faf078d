package dev.agentservice.knowledge.index;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.manifest.document.PackedVector;

/**
 * Vectors at random, the same in every run, as exact as they come out of Redis.
 */
public final class TestVectors {

	private final Random random = new Random(17);

	private final int dimension;

	public TestVectors(int dimension) {
		this.dimension = dimension;
	}

	public List<float[]> some(int count) {
		return IntStream.range(0, count).mapToObj((_) -> one()).toList();
	}

	/** Of length 1. */
	public float[] one() {
		float[] vector = new float[this.dimension];
		double square = 0;
		for (int i = 0; i < this.dimension; i++) {
			vector[i] = (float) this.random.nextGaussian();
			square += (double) vector[i] * vector[i];
		}
		for (int i = 0; i < this.dimension; i++) {
			vector[i] = (float) (vector[i] / Math.sqrt(square));
		}
		return PackedVector.of(vector).unpack(this.dimension);
	}

	public static double cosine(float[] one, float[] other) {
		double sum = 0;
		for (int i = 0; i < one.length; i++) {
			sum += (double) one[i] * other[i];
		}
		return sum;
	}

}
