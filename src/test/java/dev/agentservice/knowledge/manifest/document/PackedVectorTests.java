package dev.agentservice.knowledge.manifest.document;

import java.util.Random;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.json.UnreadableStateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

@BesideOthers
class PackedVectorTests {

	@Test
	void aCosineChangesByLessThanAThousandth() {
		Random random = new Random(7);
		for (int dimension : new int[] { 1, 2, 3, 384, 1536, 3072 }) {
			float[] one = unit(random, dimension);
			float[] other = unit(random, dimension);
			float[] unpacked = PackedVector.of(one).unpack(dimension);
			assertThat(dot(unpacked, unpacked)).isCloseTo(1, within(1e-5));
			assertThat(dot(unpacked, other)).isCloseTo(dot(one, other), within(1e-3));
			assertThat(PackedVector.of(one).base64()).hasSize((int) PackedVector.bytes(dimension) - 100);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "AAAA", "AAAAAA==", "no base64!", "AH4AAA==", "AHwAAA==" })
	void whatIsDamagedIsNoVector(String base64) {
		assertThatExceptionOfType(UnreadableStateException.class).isThrownBy(() -> new PackedVector(base64).unpack(2));
	}

	@Test
	void aGenerationIsReadAsItWasWritten() {
		Generation generation = new Generation("vertex/text@001", 768);
		assertThat(Generation.parse(generation.toString())).isEqualTo(generation);
		assertThat(Generation.parse("none")).isEqualTo(Generation.BY_WORDS);
		assertThat(Generation.parse("")).isEqualTo(Generation.BY_WORDS);
		assertThat(Generation.BY_WORDS).hasToString("none");
		assertThat(Generation.BY_WORDS.bytes(1000)).isZero();
		assertThat(generation.bytes(2)).isEqualTo(2 * (2048 + 100));
	}

	private static float[] unit(Random random, int dimension) {
		float[] vector = new float[dimension];
		for (int i = 0; i < dimension; i++) {
			vector[i] = (float) random.nextGaussian();
		}
		double length = Math.sqrt(dot(vector, vector));
		for (int i = 0; i < dimension; i++) {
			vector[i] = (float) (vector[i] / length);
		}
		return vector;
	}

	private static double dot(float[] one, float[] other) {
		double sum = 0;
		for (int i = 0; i < one.length; i++) {
			sum += (double) one[i] * other[i];
		}
		return sum;
	}

}
