package dev.agentservice.knowledge.index;

import java.util.List;

import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every index does. It is an index of vectors of 16 numbers, but for one test; with
 * data at random, the same in every run.
 */
public abstract class PassageIndexContract extends PassageIndexCrashContract {

	private static final Generation LARGE = new Generation("p/large", 3072);

	@Test
	void repeatedWritesAndDeletesChangeNothing() {
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(10));
		for (int size : List.of(3, 1, 3)) {
			documents.put("e", this.vectors.some(size));
			documents.sweep();
			documents.sweep();
			settle(documents);
			assertThat(rows(documents)).isEqualTo(documents.current().keySet()).hasSize(10 + size);
		}
		List<IndexedPassage> again = documents.current()
			.entrySet()
			.stream()
			.map((one) -> new IndexedPassage(one.getKey(),
					documents.seal(one.getKey(), "sha of " + one.getKey().document() + one.getKey().n()), "river",
					one.getValue()))
			.toList();
		documents.index.write(documents.shelf(), again, Deadline.after(PATIENCE));
		documents.index.delete(documents.shelf(), List.of(new PassageId("nobody", 1, 1)), Deadline.after(PATIENCE));
		settle(documents);
		assertThat(rows(documents)).isEqualTo(documents.current().keySet()).hasSize(13);
		documents.assertExact(this.vectors.one(), 13);
		documents.drop("d");
		documents.sweep();
		documents.sweep();
		settle(documents);
		assertThat(rows(documents)).isEqualTo(documents.current().keySet()).hasSize(3);
		assertThat(documents.garbage()).isZero();
	}

	@Test
	void anOwnerWithFewOfManyRowsIsSearchedAsIfTheOthersWereNotThere() {
		IndexedDocuments documents = documents();
		int few = Math.max(25, manyRows() / 200);
		documents.put("d", this.vectors.some(few));
		writeOthers(documents, this.vectors.some(manyRows()));
		settle(documents);
		for (int i = 0; i < 10; i++) {
			documents.assertExact(this.vectors.one(), few);
		}
		assertThat(documents.matching("passage")).hasSize(few);
	}

	@Test
	void vectorsOf3072NumbersAreFoundExactly() {
		TestVectors large = new TestVectors(LARGE.dimension());
		IndexedDocuments documents = new IndexedDocuments(replica(), index(LARGE), LARGE, this.stops);
		documents.put("d", large.some(30));
		documents.put("e", large.some(10));
		settle(documents);
		documents.assertExact(large.one(), 40);
		documents.drop("d");
		documents.assertExact(large.one(), 10);
	}

	@Test
	void onlyPassagesThatShareWordsMatch() {
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(3), "The river is wide.", "A mountain is high; rivers are not.",
				"Nothing.");
		documents.put("e", this.vectors.some(1), "It's 5 o'clock & the 'quoted' \\ | river:* !(shop)\u0000");
		settle(documents);
		assertThat(documents.matching("Which river?")).extracting(PassageId::document, PassageId::n)
			.containsExactlyInAnyOrder(tuple("d", 0), tuple("d", 1), tuple("e", 0));
		assertThat(documents.matching("mountain, \ud800 or '5 o''clock' & | ! :* \\ ( \u0000")).isNotEmpty();
		assertThat(documents.matching("ocean")).isEmpty();
		assertThat(documents.matching("?!")).isEmpty();
	}

	private static org.assertj.core.groups.Tuple tuple(Object... values) {
		return org.assertj.core.groups.Tuple.tuple(values);
	}

	@Test
	void whatIsDeletedIsNotFoundWhetherTheIndexKnowsItOrNot() {
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(20));
		documents.put("e", this.vectors.some(5));
		settle(documents);
		documents.drop("d");
		documents.assertExact(this.vectors.one(), 10);
		documents.sweep();
		documents.assertExact(this.vectors.one(), 10);
		settle(documents);
		documents.assertExact(this.vectors.one(), 10);
		assertThat(rows(documents)).isEqualTo(documents.current().keySet()).hasSize(5);
	}

	@Test
	void whatSomebodyElseHasWrittenIsNotFound() {
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(3));
		settle(documents);
		PassageId genuine = documents.current().keySet().iterator().next();
		float[] query = this.vectors.one();
		forge(documents, genuine, "0".repeat(32), query);
		forge(documents, new PassageId("e", genuine.version(), 0), "0".repeat(32), query);
		forge(documents, new PassageId("d", genuine.version() + 1, 0), "0".repeat(32), query);
		assertThat(documents.nearest(query, 10)).hasSize(2).doesNotContain(genuine);
	}

	@Test
	void generationsAreNeverCompared() {
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(3));
		settle(documents);
		assertThat(documents.index.nearest(Scope.shared(documents.collection), new Generation("p/other", 16),
				this.vectors.one(), 10, Deadline.after(PATIENCE)))
			.isEmpty();
	}

}
