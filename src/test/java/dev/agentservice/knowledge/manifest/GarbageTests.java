package dev.agentservice.knowledge.manifest;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.index.IndexedDocuments;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an index still has to delete. */
class GarbageTests {

	@AutoClose
	private final ReplicaContext replica = new ReplicaContext(RedisServer.shared(), IndexedDocuments.Wiring.class);

	private final TestCollection collection = TestCollection.of(this.replica.get(Manifest.class), this.replica.store());

	private final Garbage garbage = this.replica.get(Garbage.class);

	@Test
	void aDamagedEntryStopsNothing() {
		list("i none d 1 1", 1);
		list("i none e 1 1", 2);
		this.collection.call("HSET", "docs", "d", "{damaged");
		assertThat(found("i", 10)).containsExactly("e");
	}

	@Test
	void thatOfAnotherIndexIsPassedOver() {
		IntStream.range(0, 450).forEach((i) -> list("other none d" + i + " 1 1", i));
		IntStream.range(0, 250).forEach((i) -> list("i none e" + i + " 1 1", 1000 + i));
		assertThat(found("i", 50)).hasSize(50).allMatch((one) -> one.startsWith("e"));
		assertThat(found("i", 1000)).hasSize(250);
		assertThat(found("other", 1000)).hasSize(450);
	}

	@Test
	void whatAnIndexHoldsIsListedUnlessItCountsOrIsBeingWritten() {
		long current = this.collection.put("d", "A text.");
		long written = this.collection.begin(this.collection.writer("e")).version();
		this.garbage.discard(this.collection.place(), "i", Generation.BY_WORDS,
				List.of(new Garbage.Version("d", current, 1), new Garbage.Version("d", current + 5, 3),
						new Garbage.Version("e", written, 1), new Garbage.Version("gone", 1, 2)));
		assertThat(this.garbage.of(this.collection.place(), "i", Duration.ZERO, 10))
			.extracting((rows) -> rows.ids().size())
			.containsExactlyInAnyOrder(3, 2);
	}

	private List<String> found(String index, int most) {
		return this.garbage.of(this.collection.place(), index, Duration.ZERO, most)
			.stream()
			.map((rows) -> rows.ids().getFirst().document())
			.toList();
	}

	private void list(String rows, int due) {
		this.collection.call("ZADD", "garbage", due, rows);
	}

}
