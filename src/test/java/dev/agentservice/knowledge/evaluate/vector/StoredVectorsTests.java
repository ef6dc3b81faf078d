package dev.agentservice.knowledge.evaluate.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

@BesideOthers
class StoredVectorsTests {

	private static final int DIMENSION = 384;

	@TempDir
	private Path folder;

	@Test
	void whatWasWrittenIsReadWithNearlyTheSameDirection() {
		StoredVectors written = new StoredVectors("p/m", DIMENSION);
		Random random = new Random(5);
		float[] vector = vector(random);
		float[] other = vector(random);
		written.put("a text", vector);
		written.put("another", other);
		Path file = this.folder.resolve("v.bin");
		written.write(file);
		StoredVectors read = StoredVectors.read(file, "p/m", DIMENSION);
		assertThat(read.size()).isEqualTo(2);
		assertThat(cosine(read.of("a text").orElseThrow(), vector)).isCloseTo(1, within(0.001));
		assertThat(cosine(read.of("a text").orElseThrow(), other)).isCloseTo(cosine(vector, other), within(0.01));
		assertThat(length(read.of("another").orElseThrow())).isCloseTo(1, within(0.0001));
	}

	@Test
	void aTextThatHasChangedHasNoVector() {
		StoredVectors vectors = new StoredVectors("p/m", DIMENSION);
		vectors.put("a text", vector(new Random(1)));
		assertThat(vectors.of("a text.")).isEmpty();
		assertThat(new StoredModel(vectors).find("a text")).isPresent();
	}

	@Test
	void theSameVectorsAreTheSameFile() throws IOException {
		StoredVectors first = new StoredVectors("p/m", DIMENSION);
		StoredVectors second = new StoredVectors("p/m", DIMENSION);
		float[] a = vector(new Random(1));
		float[] b = vector(new Random(2));
		first.put("a", a);
		first.put("b", b);
		second.put("b", b);
		second.put("a", a);
		first.write(this.folder.resolve("1"));
		second.write(this.folder.resolve("2"));
		assertThat(this.folder.resolve("1")).hasSameBinaryContentAs(this.folder.resolve("2"));
	}

	@Test
	void aFileThatIsDamagedOrOfAnotherModelIsRefused() throws IOException {
		StoredVectors written = new StoredVectors("p/m", DIMENSION);
		written.put("a text", vector(new Random(3)));
		Path file = this.folder.resolve("v.bin");
		written.write(file);
		assertThatIllegalArgumentException().isThrownBy(() -> StoredVectors.read(file, "p/n", DIMENSION))
			.withMessageContaining("--make-vectors");
		byte[] bytes = Files.readAllBytes(file);
		Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
		assertThatIllegalArgumentException().isThrownBy(() -> StoredVectors.read(file, "p/m", DIMENSION))
			.withMessageContaining("is damaged");
		assertThat(StoredVectors.read(this.folder.resolve("none"), "p/m", DIMENSION).size()).isZero();
	}

	@Test
	void wordPiecesAreEstimatedWithoutAVocabulary() {
		assertThat(WordPieces.estimate("")).isZero();
		assertThat(WordPieces.estimate("the house")).isEqualTo(2);
		assertThat(WordPieces.estimate("`a.b`")).isEqualTo(5);
		assertThat(WordPieces.estimate("agentservice_knowledge_embedding")).isGreaterThan(4);
	}

	private static float[] vector(Random random) {
		float[] vector = new float[DIMENSION];
		for (int i = 0; i < DIMENSION; i++) {
			vector[i] = (float) random.nextGaussian();
		}
		double length = length(vector);
		for (int i = 0; i < DIMENSION; i++) {
			vector[i] = (float) (vector[i] / length);
		}
		return vector;
	}

	private static double cosine(float[] one, float[] other) {
		double sum = 0;
		for (int i = 0; i < DIMENSION; i++) {
			sum += (double) one[i] * other[i];
		}
		return sum;
	}

	private static double length(float[] vector) {
		return Math.sqrt(cosine(vector, vector));
	}

}
