package dev.agentservice.knowledge.index.pinecone;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.IndexedDocuments;
import dev.agentservice.knowledge.index.IndexedPassage;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.index.Shelf;
import dev.agentservice.knowledge.index.Stops;
import dev.agentservice.knowledge.index.TestVectors;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What Pinecone, or somebody in its place, answers besides. */
class PineconeFailureTests {

	private static final Generation LARGE = new Generation("p/large", 3072);

	@AutoClose
	private final ReplicaContext replica = new ReplicaContext(RedisServer.shared(), IndexedDocuments.Wiring.class);

	@AutoClose
	private final PineconeParts parts = PineconeParts.of(this.replica, LARGE.dimension());

	private final PineconeSimulator simulator = this.parts.simulator();

	private final PineconeIndex index = this.parts.index();

	private final TestVectors vectors = new TestVectors(LARGE.dimension());

	private final IndexedDocuments documents = new IndexedDocuments(this.replica, this.index, LARGE, new Stops());

	private final Shelf shelf = Shelf.shared(this.documents.collection, LARGE);

	@Test
	void aWriteWithoutANumberIsNotSaidToBeFound() {
		this.index.write(this.shelf, List.of(passage(1, this.vectors.one())), soon());
		this.simulator.next(PineconeFault.NO_NUMBER);
		long mark = this.index.write(this.shelf, List.of(passage(2, this.vectors.one())), soon());
		assertThat(this.index.reached(this.shelf, mark, soon())).isFalse();
	}

	@Test
	void a404OfSomebodyElseConfirmsNoDeletion() {
		this.simulator.next(PineconeFault.OTHER_NOT_FOUND);
		assertThatExceptionOfType(IndexUnavailableException.class)
			.isThrownBy(() -> this.index.delete(this.shelf, List.of(new PassageId("d", 1, 0)), soon()))
			.withMessageContaining("404");
		this.index.delete(this.shelf, List.of(new PassageId("d", 1, 0)), soon());
	}

	@Test
	void aRedirectIsNotFollowedAndWhatIsNoJsonIsAskedForAgain() {
		this.simulator.next(PineconeFault.REDIRECT);
		assertThatExceptionOfType(IndexUnavailableException.class).isThrownBy(() -> nearest(5))
			.withMessageContaining("302");
		this.documents.put("d", this.vectors.some(2));
		this.simulator.settle();
		this.simulator.next(PineconeFault.NO_JSON, PineconeFault.TOO_MANY_FOR_LONG);
		assertThat(nearest(5)).hasSize(2);
	}

	@Test
	void limitsOfOneTenantLeaveTheIndexOpenForAll() {
		this.documents.put("d", this.vectors.some(2));
		this.simulator.settle();
		PineconeFault[] limits = new PineconeFault[40];
		Arrays.fill(limits, PineconeFault.TOO_MANY_FOR_AN_HOUR);
		this.simulator.next(limits);
		for (int i = 0; i < limits.length; i++) {
			assertThatExceptionOfType(IndexUnavailableException.class).isThrownBy(() -> nearest(5));
		}
		assertThat(this.index.isAvailable()).isTrue();
		assertThat(nearest(5)).hasSize(2);
	}

	@Test
	void aFillThatWasStoppedIsBegunAnewAtOnce() {
		IndexedDocuments filled = this.documents.withoutIndex();
		filled.put("d", this.vectors.some(2));
		this.simulator.next(PineconeFault.NONE, PineconeFault.NONE, PineconeFault.OTHER_NOT_FOUND);
		this.documents.fill();
		assertThat(this.documents.isHeld()).isFalse();
		fill();
		await().until(this.documents::isHeld);
	}

	@Test
	void aFillWithoutNumbersIsDoneOnceTheIndexShowsIt() {
		IndexedDocuments filled = this.documents.withoutIndex();
		filled.put("d", this.vectors.some(2));
		this.simulator.next(PineconeFault.NONE, PineconeFault.NONE, PineconeFault.NO_NUMBER);
		this.documents.fill();
		assertThat(this.documents.isHeld()).isFalse();
		fill();
		await().until(this.documents::isHeld);
		assertThat(this.simulator.calls()).filteredOn((one) -> one.startsWith("/vectors/upsert"))
			.as("the id of the index, and the document, once")
			.hasSize(2);
	}

	private void fill() {
		this.simulator.settle();
		CompletableFuture<Void> filling = CompletableFuture.runAsync(this.documents::fill, Thread::startVirtualThread);
		await().until(() -> {
			this.simulator.settle();
			return filling.isDone();
		});
		filling.join();
	}

	private List<Candidate> nearest(int most) {
		return this.index.nearest(Scope.shared(this.documents.collection), LARGE, this.vectors.one(), most, soon());
	}

	private static IndexedPassage passage(int n, float[] vector) {
		return new IndexedPassage(new PassageId("D".repeat(26), 123456789012L, n), "5".repeat(32), "text", vector);
	}

	private static Deadline soon() {
		return Deadline.after(Duration.ofMinutes(1));
	}

}
