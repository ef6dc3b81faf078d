package dev.agentservice.knowledge.index;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import dev.agentservice.knowledge.manifest.SwitchOutcome;
import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.reembed.TestModel;
import dev.agentservice.knowledge.reembed.TestReembedding;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every index does when a collection moves to another model, whose vectors are as
 * long as those of the one before.
 */
abstract class PassageIndexReembedContract extends PassageIndexFixture {

	private static final Generation LATER = new Generation("p/later", SMALL.dimension());

	private static final int PASSAGES = 4;

	@Test
	void aKillBetweenAnyTwoStepsOfAReEmbeddingLosesNothingAndPaysNothingTwice() {
		int kills = 0;
		int again = 0;
		for (boolean after : List.of(false, true)) {
			boolean killed = true;
			for (int call = 1; killed; call += everyCall()) {
				TestModel model = new TestModel(LATER);
				killed = endsAt(call, after, model);
				kills += killed ? 1 : 0;
				again += model.asked.size() - new HashSet<>(model.asked).size();
			}
		}
		assertThat(kills).isGreaterThan((isWrittenTo() ? 50 : 40) / everyCall());
		// Killed between an answer and the keeping of its vector, once for each passage.
		assertThat(again).as("paid again, of %d kills", kills).isBetween((everyCall() > 1) ? 0 : PASSAGES, PASSAGES);
	}

	/**
	 * @return false if there are fewer calls than that
	 */
	private boolean endsAt(int call, boolean after, TestModel model) {
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(3));
		documents.put("e", this.vectors.some(1));
		TestReembedding job = documents.reembedding(this.stops, model);
		assertThat(job.begin(documents.collection)).isTrue();
		boolean killed = false;
		this.stops.at(call, after);
		try {
			job.attempt(documents.collection);
		}
		catch (Stops.Killed _) {
			killed = true;
		}
		this.stops.never();
		settle(documents);
		documents.assertExact(this.vectors.one(), 10);
		documents.sweep();
		documents.forgetReplica();
		job.attempt(documents.collection);
		assertThat(job.state(documents.collection)).as("killed %s call %d", after ? "after" : "before", call)
			.isEqualTo("ready");
		assertMoved(documents, job);
		return killed;
	}

	/** Searches the new generation, and deletes the one before. */
	private void assertMoved(IndexedDocuments documents, TestReembedding job) {
		settle(documents);
		documents.assertExact(this.vectors.one(), 10);
		assertThat(job.activate(documents.collection)).isTrue();
		documents.comparedBy(LATER);
		settle(documents);
		documents.assertExact(this.vectors.one(), 10);
		job.drop(documents.collection);
		job.attempt(documents.collection);
		assertThat(job.state(documents.collection)).isEmpty();
		documents.sweepLater();
		settle(documents);
		assertThat(rows(documents, SMALL)).isEmpty();
		assertThat(rows(documents, LATER)).isEqualTo(documents.current().keySet());
		assertThat(documents.keysBeside()).isEmpty();
		assertThat(documents.garbage()).isZero();
		documents.assertExact(this.vectors.one(), 10);
	}

	@Test
	void whatChangesWhileItIsMadeIsInBothGenerations() {
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(3));
		documents.put("e", this.vectors.some(2));
		documents.put("f", this.vectors.some(1));
		long bytes = documents.bytes();
		TestModel model = new TestModel(LATER);
		TestReembedding job = documents.reembedding(this.stops, model);
		assertThat(documents.put(LATER, "g", this.vectors.some(1), List.of())).as("bound")
			.isEqualTo(SwitchOutcome.LOST);
		assertThat(job.begin(documents.collection)).isTrue();
		List<float[]> beside = this.vectors.some(2);
		assertThat(documents.put(LATER, "g", this.vectors.some(2), beside)).isEqualTo(SwitchOutcome.SWITCHED);
		job.attempt(documents.collection);
		assertThat(model.asked).as("d, e and f").hasSize(6);
		documents.drop("e");
		assertThat(documents.put(LATER, "d", this.vectors.some(1), this.vectors.some(1)))
			.isEqualTo(SwitchOutcome.SWITCHED);
		// A replica for which the former model is configured.
		assertThat(documents.put("f", this.vectors.some(2))).isEqualTo(SwitchOutcome.SWITCHED);
		assertThat(job.activate(documents.collection)).as("f is missing").isFalse();
		job.attempt(documents.collection);
		assertThat(model.asked).hasSize(8);
		documents.sweepLater();
		assertMoved(documents, job);
		documents.drop("d");
		documents.drop("f");
		documents.drop("g");
		documents.put("d", this.vectors.some(3));
		documents.put("e", this.vectors.some(2));
		documents.put("f", this.vectors.some(1));
		assertThat(documents.bytes() - bytes).as("no vectors are counted twice").isBetween(-60L, 60L);
	}

	@Test
	void aJobThatIsCancelledLeavesNothing() {
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(3));
		documents.put("e", this.vectors.some(2));
		long bytes = documents.bytes();
		TestReembedding job = documents.reembedding(this.stops, new TestModel(LATER));
		job.begin(documents.collection);
		job.attempt(documents.collection);
		assertThat(documents.bytes()).isGreaterThan(bytes);
		job.drop(documents.collection);
		job.attempt(documents.collection);
		documents.sweepLater();
		settle(documents);
		assertThat(rows(documents, LATER)).isEmpty();
		assertThat(rows(documents, SMALL)).isEqualTo(documents.current().keySet());
		assertThat(documents.keysBeside()).isEmpty();
		assertThat(documents.bytes()).isEqualTo(bytes);
		documents.assertExact(this.vectors.one(), 10);
	}

	@Test
	void aJobThatIsCancelledBegunAnewOrWhosePayerIsErasedPaysNoFurtherCall() {
		assertStops(TestReembedding::drop, "dropping");
		assertStops(TestReembedding::erasePayer, "waiting_for_budget");
		assertStops(TestReembedding::begin, "running");
	}

	private void assertStops(BiConsumer<TestReembedding, KnownCollection> change, String state) {
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(2));
		documents.put("e", this.vectors.some(1));
		AtomicReference<TestReembedding> job = new AtomicReference<>();
		TestModel model = new TestModel(LATER) {
			@Override
			public float[][] embed(List<String> texts, Purpose purpose, Purse purse, Deadline deadline) {
				if (this.asked.isEmpty()) {
					change.accept(job.get(), documents.collection);
				}
				return super.embed(texts, purpose, purse, deadline);
			}
		};
		job.set(documents.reembedding(this.stops, model));
		job.get().begin(documents.collection);
		job.get().attempt(documents.collection);
		assertThat(model.asked).as(state).hasSize(1);
		assertThat(job.get().state(documents.collection)).isEqualTo(state);
		assertThat(job.get().cost(documents.collection)).as("booked").isOne();
		job.get().attempt(documents.collection);
		assertThat(model.asked).as(state).hasSize("running".equals(state) ? 4 : 1);
	}

	@Test
	void goldenQueriesWithoutTheirDocumentsProveNothing() {
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(2));
		TestReembedding job = documents.reembedding(this.stops, new TestModel(LATER));
		job.begin(documents.collection);
		assertThat(job.ndcg(documents.collection, "d")).as("vectors are missing").isEmpty();
		job.attempt(documents.collection);
		assertThat(job.ndcg(documents.collection, "d")).hasValue(1);
		assertThat(job.ndcg(documents.collection, "elsewhere")).isEmpty();
	}

	@Test
	void allThatIsDeletedDuringAJobIsDeletedInBothGenerations() {
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(3));
		documents.put("e", this.vectors.some(2));
		TestReembedding job = documents.reembedding(this.stops, new TestModel(LATER));
		job.begin(documents.collection);
		job.attempt(documents.collection);
		documents.drop("d");
		documents.drop("e");
		documents.sweepLater();
		settle(documents);
		assertThat(rows(documents, LATER)).isEmpty();
		assertThat(rows(documents, SMALL)).isEmpty();
		assertThat(documents.keysBeside()).isEmpty();
		assertThat(documents.bytes()).isZero();
	}

	@Test
	void theGenerationBeforeIsSearchedAgainAsLongAsNothingHasChanged() {
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(3));
		documents.put("e", this.vectors.some(2));
		TestReembedding job = documents.reembedding(this.stops, new TestModel(LATER));
		job.begin(documents.collection);
		job.attempt(documents.collection);
		assertThat(job.activate(documents.collection)).isTrue();
		assertThat(job.state(documents.collection)).isEqualTo("kept");
		assertThat(job.activate(documents.collection)).isTrue();
		settle(documents);
		documents.assertExact(this.vectors.one(), 10);
		assertThat(job.activate(documents.collection)).isTrue();
		documents.comparedBy(LATER);
		settle(documents);
		documents.put("e", this.vectors.some(1));
		settle(documents);
		documents.assertExact(this.vectors.one(), 10);
		assertThat(job.activate(documents.collection)).as("e is not in it").isFalse();
		Set<?> current = documents.current().keySet();
		assertThat(rows(documents, LATER)).containsAll(List.copyOf(documents.current().keySet()));
		assertThat(current).hasSize(4);
	}

}
