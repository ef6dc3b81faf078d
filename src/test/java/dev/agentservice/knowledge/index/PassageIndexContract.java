package dev.agentservice.knowledge.index;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.SwitchOutcome;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What every index does. It is an index of vectors of 16 numbers, but for one test; with
 * data at random, the same in every run.
 */
public abstract class PassageIndexContract {

	protected static final Generation SMALL = new Generation("p/small", 16);

	protected static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Generation LARGE = new Generation("p/large", 3072);

	private final Stops stops = new Stops();

	private final TestVectors vectors = new TestVectors(SMALL.dimension());

	/** An index of vectors of one length; the same one for each, and of all tests. */
	protected abstract PassageIndex index(Generation generation);

	/** What a manifest needs. */
	protected abstract ReplicaContext replica();

	/** Lets searches see all that was written. */
	protected abstract void settle(IndexedDocuments documents);

	/** The rows of a collection, behind the service's back. */
	protected abstract Set<PassageId> rows(IndexedDocuments documents);

	/** Puts a record into the place of a passage, behind the service's back. */
	protected abstract void forge(IndexedDocuments documents, PassageId id, String seal, float[] vector);

	/** How many rows of others there are beside those of one owner. */
	protected int manyRows() {
		return 5000;
	}

	/** Puts passages of others beside those of a collection. */
	protected void writeOthers(IndexedDocuments documents, List<float[]> vectors) {
		PassageIndex index = documents.index;
		for (int owner = 0; owner < 10; owner++) {
			int first = owner * vectors.size() / 10;
			int last = (owner + 1) * vectors.size() / 10;
			index.write(new Shelf(documents.collection, SMALL, "owner" + owner),
					IntStream.range(first, last)
						.mapToObj((n) -> new IndexedPassage(new PassageId("other", 1, n), "seal", "river",
								vectors.get(n)))
						.toList(),
					Deadline.after(PATIENCE));
		}
	}

	/** Whether it holds a tenant's passages because it was told so. */
	protected boolean isWrittenTo() {
		return true;
	}

	private IndexedDocuments documents() {
		return new IndexedDocuments(replica(), index(SMALL), SMALL, this.stops);
	}

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
		documents.put("d", this.vectors.some(3), "The river is wide.", "A mountain is high; rivers are not.", "Nothing.");
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

	@Test
	void aPutBesideADeleteLeavesWhatTheManifestSays() {
		IndexedDocuments documents = documents();
		List<CompletableFuture<Void>> writers = new ArrayList<>();
		for (String document : List.of("d", "e")) {
			List<List<float[]>> versions = IntStream.range(0, 10)
				.mapToObj((i) -> this.vectors.some(1 + i % 3))
				.toList();
			writers.add(CompletableFuture.runAsync(() -> versions.forEach((one) -> documents.put(document, one)),
					Thread::startVirtualThread));
		}
		writers.add(CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 10; i++) {
				documents.drop("d");
				documents.sweep();
			}
		}, Thread::startVirtualThread));
		writers.forEach(CompletableFuture::join);
		documents.sweepLater();
		settle(documents);
		assertThat(rows(documents)).isEqualTo(documents.current().keySet());
		documents.assertExact(this.vectors.one(), 10);
	}

	@Test
	void aKillBetweenAnyTwoStepsLeavesManifestAndIndexEqualAfterTheSweep() {
		int steps = 0;
		for (boolean after : List.of(false, true)) {
			for (int call = 1; endsAt(call, after, false) || endsAt(call, after, true); call++) {
				steps++;
			}
		}
		assertThat(steps).as("calls of the manifest and the index").isGreaterThan(isWrittenTo() ? 16 : 8);
	}

	/**
	 * Replaces or deletes a document in a process that ends at a call.
	 * @return false if there are fewer calls than that
	 */
	private boolean endsAt(int call, boolean after, boolean drops) {
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(3));
		documents.put("e", this.vectors.some(1));
		Set<PassageId> before = new HashSet<>(documents.current().keySet());
		List<float[]> next = this.vectors.some(2);
		boolean killed = false;
		this.stops.at(call, after);
		try {
			if (drops) {
				documents.drop("d");
			}
			else {
				assertThat(documents.put("d", next)).isEqualTo(SwitchOutcome.SWITCHED);
			}
			documents.sweep();
		}
		catch (Stops.Killed _) {
			killed = true;
		}
		this.stops.never();
		settle(documents);
		Set<PassageId> current = documents.current().keySet();
		assertThat(current.equals(before) || current.size() == (drops ? 1 : 3)).as("the old version, or the new one")
			.isTrue();
		documents.assertExact(this.vectors.one(), 10);
		documents.sweepLater();
		settle(documents);
		assertThat(rows(documents)).as("killed %s call %d", after ? "after" : "before", call).isEqualTo(current);
		assertThat(documents.garbage()).isZero();
		documents.assertExact(this.vectors.one(), 10);
		return killed;
	}

	@Test
	void aCollectionThatAnotherIndexHeldIsFilledIntoThisOne() {
		if (!isWrittenTo()) {
			return;
		}
		IndexedDocuments documents = documents();
		IndexedDocuments elsewhere = documents.with(new NoIndex());
		elsewhere.put("d", this.vectors.some(4));
		elsewhere.put("e", this.vectors.some(2));
		assertThatExceptionOfType(IndexUnavailableException.class)
			.isThrownBy(() -> documents.index.generation(documents.collection, Deadline.after(PATIENCE)));
		fill(documents);
		assertThat(rows(documents)).isEqualTo(documents.current().keySet()).hasSize(6);
		documents.assertExact(this.vectors.one(), 6);
		// A replica with the other settings goes on for a while.
		elsewhere.put("e", this.vectors.some(3));
		fill(documents);
		documents.sweepLater();
		settle(documents);
		assertThat(rows(documents)).isEqualTo(documents.current().keySet()).hasSize(7);
		documents.assertExact(this.vectors.one(), 7);
	}

	/** It waits until searches see all of it. */
	private void fill(IndexedDocuments documents) {
		CompletableFuture<Void> filling = CompletableFuture.runAsync(documents::fill, Thread::startVirtualThread);
		await().until(() -> {
			settle(documents);
			return filling.isDone();
		});
		filling.join();
	}

	/** Of another replica, whose searches are of no interest here. */
	private static final class NoIndex implements PassageIndex {

		@Override
		public List<Candidate> matching(Scope scope, String query, int most, Deadline deadline) {
			return List.of();
		}

		@Override
		public java.util.Optional<Generation> generation(
				dev.agentservice.knowledge.settings.KnownCollection collection, Deadline deadline) {
			return java.util.Optional.empty();
		}

		@Override
		public List<Candidate> nearest(Scope scope, Generation of, float[] vector, int most, Deadline deadline) {
			return List.of();
		}

	}

}
