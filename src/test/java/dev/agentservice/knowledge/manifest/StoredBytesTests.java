package dev.agentservice.knowledge.manifest;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.store.TestStores;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** What collections take of Redis, and that it is bounded. */
@BesideOthers
@OnSingleAndCluster
class StoredBytesTests {

	/** More than anything else here takes. */
	private static final long MUCH = 1L << 40;

	@AutoClose
	private final ReplicaContext replica;

	private final Manifest manifest;

	private final CollectionRoom room;

	private final TestCollection collection;

	StoredBytesTests(RedisTopology topology) {
		this.replica = new ReplicaContext(topology.own(StoredBytesTests.class), Wiring.class);
		this.manifest = this.replica.get(Manifest.class);
		this.room = this.replica.get(CollectionRoom.class);
		this.collection = TestCollection.of(this.manifest, this.replica.store());
	}

	@Test
	void allThatIsWrittenCounts() {
		List<StoredPassage> passages = IntStream.range(0, 300)
			.mapToObj((_) -> new StoredPassage("\u0001\u0002\n".repeat(20), "", 0, 1, "sha", List.of("override")))
			.toList();
		Map<String, String> metadata = Map.of("team", "x".repeat(20_000));
		IntStream.range(0, 5).forEach((i) -> this.collection.put("d" + i, metadata, passages));
		assertThat(this.manifest.look(this.collection.place()).bytes()).isGreaterThan(this.collection.memory() * 3 / 4);
		IntStream.range(0, 5).forEach((i) -> this.manifest.drop(this.collection.place(), "d" + i, null));
		assertThat(this.manifest.look(this.collection.place()).bytes()).isZero();
	}

	@Test
	void whatIsReservedIsNobodyElsesUntilItIsSettled() {
		Manifest.Writer one = this.collection.writer("one");
		Manifest.Writer other = this.collection.writer("other");
		long most = this.room.bytes() + MUCH;
		assertThat(this.room.reserve(one, MUCH - 10, most)).isTrue();
		assertThat(this.room.reserve(one, MUCH - 10, most)).as("its own does not count twice").isTrue();
		assertThat(this.room.reserve(other, 20, most)).isFalse();
		assertThat(this.room.reserve(other, 0, 1)).as("no more than before").isTrue();
		this.room.settle(this.collection.place(), one.token());
		assertThat(this.room.reserve(other, 20, most)).isTrue();
		this.room.settle(this.collection.place(), other.token());
		assertThat(this.room.bytes()).isEqualTo(most - MUCH);
	}

	@Test
	void aWriterIsToldWhatTheVersionBeforeTakes() {
		assertThat(this.collection.begin(this.collection.writer("new")).before()).isZero();
		this.collection.put("d", "text");
		assertThat(this.collection.begin(this.collection.writer("d")).before())
			.isEqualTo(this.manifest.look(this.collection.place()).bytes());
	}

	@Test
	void aVersionInTheMakingGoesWithTheDocument() {
		this.collection.put("d", "old");
		Manifest.Writer writer = this.collection.writer("d");
		long version = written(writer);
		this.manifest.drop(this.collection.place(), "d", null);
		assertThat(exists("doc:d:" + version)).isFalse();
	}

	@Test
	void aVersionThatIsGivenUpGoesAlsoIfAnotherWriterHasBegun() {
		Manifest.Writer late = this.collection.writer("d");
		long version = written(late);
		this.collection.call("DEL", "stage:d");
		long current = this.collection.put("d", "other");
		this.manifest.abandon(late, version);
		assertThat(exists("doc:d:" + version)).isFalse();
		this.manifest.abandon(late, current);
		assertThat(exists("doc:d:" + current)).as("it counts").isTrue();
	}

	private long written(Manifest.Writer writer) {
		long version = this.collection.begin(writer).version();
		this.manifest.write(writer, version, List.of(TestCollection.passage("new")));
		assertThat(exists("doc:d:" + version)).isTrue();
		return version;
	}

	private boolean exists(String key) {
		return this.collection.call("EXISTS", key).equals(Collections.singletonList(1L));
	}

	/** No component, so that nobody finds it by scanning. */
	@Import({ TestStores.class, Manifest.class, CollectionRoom.class })
	static class Wiring {

	}

}
