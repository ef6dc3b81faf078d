package dev.agentservice.knowledge.index;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.SwitchOutcome;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What every index does when processes end, change documents at once, or leave it behind.
 */
abstract class PassageIndexCrashContract extends PassageIndexReembedContract {

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
		IndexedDocuments elsewhere = documents.withoutIndex();
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

	@Test
	void theGarbageOfAnIndexThatIsLeftBehindIsForgotten() {
		if (!isWrittenTo()) {
			return;
		}
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(4));
		IndexedDocuments elsewhere = documents.withoutIndex();
		elsewhere.put("d", this.vectors.some(2));
		assertThat(documents.garbage()).isOne();
		elsewhere.forget();
		assertThat(documents.garbage()).isZero();
		elsewhere.put("d", this.vectors.some(3));
		assertThat(documents.garbage()).isZero();
	}

	@Test
	void whatWasReplacedWhileAnotherIndexWasInUseIsDeletedOnTheWayBack() {
		if (!isWrittenTo()) {
			return;
		}
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(4));
		documents.put("e", this.vectors.some(2));
		documents.put("f", this.vectors.some(1));
		IndexedDocuments elsewhere = documents.withoutIndex();
		elsewhere.put("e", this.vectors.some(1));
		elsewhere.forget();
		elsewhere.put("d", this.vectors.some(2));
		elsewhere.drop("f");
		assertThat(documents.garbage()).isZero();
		fill(documents);
		documents.sweep();
		settle(documents);
		assertThat(rows(documents)).isEqualTo(documents.current().keySet()).hasSize(3);
	}

	@Test
	void anIndexThatHasLostEverythingSaysSoAndIsFilledAgain() {
		if (!isWrittenTo()) {
			return;
		}
		IndexedDocuments documents = documents();
		documents.put("d", this.vectors.some(4));
		settle(documents);
		documents.assertExact(this.vectors.one(), 4);
		lose();
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(IndexUnavailableException.class)
				.isThrownBy(() -> documents.nearest(this.vectors.one(), 4));
		}
		fill(documents);
		documents.assertExact(this.vectors.one(), 4);
		assertThat(rows(documents)).isEqualTo(documents.current().keySet()).hasSize(4);
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

}
