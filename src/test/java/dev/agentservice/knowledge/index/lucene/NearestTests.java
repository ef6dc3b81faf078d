package dev.agentservice.knowledge.index.lucene;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What vectors find: all of it, as long as there are few. */
@BesideOthers
class NearestTests {

	@AutoClose
	private final LuceneCopy copy = new LuceneCopy("en");

	private final Random random = new Random(3);

	@ParameterizedTest
	@ValueSource(ints = { 2, 384, 1536, 3072 })
	void theNearestAreFoundExactlyWhateverTheDimension(int dimension) {
		Generation of = new Generation("p/m", dimension);
		List<float[]> vectors = vectors(300, dimension);
		write(of, vectors, 10);
		float[] query = unit(dimension);
		List<Candidate> found = this.copy.nearest(of, query, 20);
		assertThat(numbers(found)).isEqualTo(nearest(vectors, query, 20));
		assertThat(found.getFirst().score()).isCloseTo(dot(vectors.get(numbers(found).getFirst()), query),
				within(1e-4));
		assertThat(found.getFirst().seal()).isEqualTo("seal");
	}

	@Test
	void whatWasReplacedOrDeletedIsNotFound() {
		Generation of = new Generation("p/m", 8);
		List<float[]> vectors = vectors(200, 8);
		write(of, vectors, 10);
		this.copy.replace("d0", List.of());
		this.copy.replace("d1", List.of(row(of, "d1", 2, 0, vectors.get(10))));
		this.copy.refresh();
		List<Candidate> found = this.copy.nearest(of, vectors.get(10), 200);
		assertThat(found).hasSize(181)
			.noneMatch((one) -> one.id().document().equals("d0"))
			.allMatch((one) -> one.id().version() == (one.id().document().equals("d1") ? 2 : 1));
	}

	@Test
	void generationsAreNeverCompared() {
		Generation one = new Generation("p/one", 8);
		Generation other = new Generation("p/other", 8);
		write(one, vectors(20, 8), 10);
		assertThat(this.copy.nearest(other, unit(8), 10)).isEmpty();
		assertThat(this.copy.nearest(one, unit(8), 10)).hasSize(10);
	}

	@Test
	void aPassageWithoutAVectorIsFoundByItsWordsOnly() {
		Generation of = new Generation("p/m", 2);
		this.copy.replace("d", List.of(new LuceneCopy.Row(new PassageId("d", 1, 0), "seal", "river", of, null)));
		this.copy.refresh();
		assertThat(this.copy.nearest(of, unit(2), 10)).isEmpty();
		assertThat(this.copy.matching("river", 10)).hasSize(1);
	}

	@Test
	@Tag("slow")
	void ofThousandsStillExactlyAndOfMoreNearlyAll() {
		Generation of = new Generation("p/m", 16);
		List<float[]> vectors = vectors(9_900, 16);
		write(of, vectors, 100);
		assertThat(recall(of, vectors)).isEqualTo(1);
		List<float[]> more = vectors(5_000, 16);
		IntStream.range(0, 50)
			.forEach((d) -> this.copy.replace("e" + d,
					IntStream.range(0, 100).mapToObj((n) -> row(of, "e" + d, 1, n, more.get(d * 100 + n))).toList()));
		this.copy.refresh();
		assertThat(this.copy.nearest(of, more.get(77), 1)).extracting((one) -> one.id().document())
			.containsExactly("e0");
	}

	private double recall(Generation of, List<float[]> vectors) {
		int hits = 0;
		for (int i = 0; i < 20; i++) {
			float[] query = unit(of.dimension());
			Set<Integer> found = new HashSet<>(numbers(this.copy.nearest(of, query, 50)));
			found.retainAll(nearest(vectors, query, 50));
			hits += found.size();
		}
		return hits / 1000.0;
	}

	private void write(Generation of, List<float[]> vectors, int perDocument) {
		for (int d = 0; d * perDocument < vectors.size(); d++) {
			int document = d;
			this.copy.replace("d" + d,
					IntStream.range(0, perDocument)
						.mapToObj((n) -> row(of, "d" + document, 1, document * perDocument + n,
								vectors.get(document * perDocument + n)))
						.toList());
			if (d % 7 == 0) {
				// So that there are several segments.
				this.copy.refresh();
			}
		}
		this.copy.refresh();
	}

	private static LuceneCopy.Row row(Generation of, String document, long version, int n, float[] vector) {
		return new LuceneCopy.Row(new PassageId(document, version, n), "seal", "text", of, vector);
	}

	private static List<Integer> nearest(List<float[]> vectors, float[] query, int most) {
		return IntStream.range(0, vectors.size())
			.boxed()
			.sorted(Comparator.comparingDouble((Integer n) -> -dot(vectors.get(n), query)))
			.limit(most)
			.toList();
	}

	private static List<Integer> numbers(List<Candidate> found) {
		return found.stream().map((one) -> one.id().n()).toList();
	}

	private List<float[]> vectors(int count, int dimension) {
		return IntStream.range(0, count).mapToObj((_) -> unit(dimension)).toList();
	}

	private float[] unit(int dimension) {
		float[] vector = new float[dimension];
		double square = 0;
		for (int i = 0; i < dimension; i++) {
			vector[i] = (float) this.random.nextGaussian();
			square += (double) vector[i] * vector[i];
		}
		for (int i = 0; i < dimension; i++) {
			vector[i] = (float) (vector[i] / Math.sqrt(square));
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
