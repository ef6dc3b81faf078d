package dev.agentservice.knowledge.manifest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.PackedVector;
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

/** Vectors stand and go with the version that they are of. */
@BesideOthers
@OnSingleAndCluster
class VectorsTests {

	private static final Generation GENERATION = new Generation("p/m", 2);

	@AutoClose
	private final ReplicaContext replica;

	private final Manifest manifest;

	private final Vectors vectors;

	private final CollectionRoom room;

	private final TestCollection collection;

	VectorsTests(RedisTopology topology) {
		this.replica = new ReplicaContext(topology.own(VectorsTests.class), Wiring.class);
		this.manifest = this.replica.get(Manifest.class);
		this.vectors = this.replica.get(Vectors.class);
		this.room = this.replica.get(CollectionRoom.class);
		this.collection = TestCollection.of(this.manifest, this.replica.store());
	}

	@Test
	void aVersionCountsOnlyWithAllItsVectors() {
		Manifest.Writer writer = this.collection.writer("d");
		long version = this.collection.begin(writer, GENERATION).version();
		List<StoredPassage> passages = passages(3);
		this.manifest.write(writer, version, passages);
		DocumentEntry entry = entry(version, passages);
		assertThat(this.manifest.switchTo(writer, entry, 10, null)).isEqualTo(SwitchOutcome.LOST);
		assertThat(this.vectors.write(writer, version, packed(2))).isTrue();
		assertThat(this.manifest.switchTo(writer, entry, 10, null)).isEqualTo(SwitchOutcome.LOST);
		assertThat(this.vectors.write(writer, version, packed(3))).isTrue();
		assertThat(this.manifest.switchTo(writer, entry, 10, null)).isEqualTo(SwitchOutcome.SWITCHED);
		assertThat(this.collection.call("TTL", "vec:d:" + version)).containsExactly(-1L);
		assertThat(this.vectors.find(this.collection.place(), "d", version, GENERATION, List.of(2, 0, 7)))
			.isEqualTo(Map.of(0, packed(3).get(0), 2, packed(3).get(2)));
		assertThat(this.manifest.read(this.collection.place(), "d").orElseThrow().entry().comparedBy())
			.isEqualTo(GENERATION);
	}

	/** Two replicas with different models meet an empty collection. */
	@Test
	void documentsThatAreComparedDifferentlyNeverMeet() {
		Manifest.Writer slow = this.collection.writer("d");
		long version = this.collection.begin(slow, GENERATION).version();
		List<StoredPassage> passages = passages(1);
		this.manifest.write(slow, version, passages);
		this.vectors.write(slow, version, packed(1));
		this.collection.put("e", Map.of(), passages(1));
		assertThat(this.manifest.switchTo(slow, entry(version, passages), 10, null)).isEqualTo(SwitchOutcome.LOST);
		assertThat(exists("vec:d:" + version)).isFalse();
	}

	@Test
	void whatIsDamagedIsStoredAnew() {
		long version = put(2);
		this.collection.call("HDEL", "vec:d:" + version, "0");
		Manifest.Writer writer = this.collection.writer("d");
		Manifest.Terms terms = new Manifest.Terms(Duration.ofMinutes(1), GENERATION.toString(), 10);
		assertThat(this.manifest.stage(writer, null, "digest", terms)).isInstanceOf(Staged.Begun.class);
	}

	@Test
	void theyGoWithTheirVersionAndWithTheDocument() {
		long first = put(70);
		assertThat(this.vectors.find(this.collection.place(), "d", first, GENERATION, numbers(70))).hasSize(70);
		long second = put(3);
		assertThat(exists("vec:d:" + first)).isFalse();
		assertThat(exists("vec:d:" + second)).isTrue();
		Manifest.Writer late = this.collection.writer("d");
		long third = this.collection.begin(late, GENERATION).version();
		this.vectors.write(late, third, packed(1));
		this.vectors.keep(late, Map.of("x", packed(1).getFirst()));
		this.manifest.drop(this.collection.place(), "d", null);
		assertThat(exists("vec:d:" + second)).isFalse();
		assertThat(exists("vec:d:" + third)).isFalse();
		assertThat(exists("paid:d")).isFalse();
		assertThat(this.vectors.write(late, third, packed(1))).as("nothing comes back").isFalse();
		assertThat(this.vectors.keep(late, Map.of("x", packed(1).getFirst()))).isFalse();
		assertThat(exists("vec:d:" + third)).isFalse();
		assertThat(exists("paid:d")).isFalse();
	}

	@Test
	void whatWasPaidForStaysUntilItCounts() {
		Manifest.Writer failed = this.collection.writer("d");
		long version = this.collection.begin(failed, GENERATION).version();
		PackedVector one = packed(1).getFirst();
		assertThat(this.vectors.keep(failed, Map.of("a", one, "b", one))).isTrue();
		this.vectors.write(failed, version, packed(1));
		assertThat(this.manifest.abandon(failed, version)).isEqualTo(2);
		assertThat(exists("vec:d:" + version)).isFalse();
		Manifest.Writer next = this.collection.writer("d");
		assertThat(this.vectors.kept(next, List.of("c", "a"))).isEqualTo(Map.of("a", one));
		assertThat((Long) this.collection.call("PTTL", "paid:d").getFirst()).isBetween(1L, 3_600_000L);
		put(1);
		assertThat(exists("paid:d")).isFalse();
	}

	@Test
	void whatWasPaidForTakesRoomUntilTheDocumentIsStoredAgain() {
		Manifest.Writer failed = this.collection.writer("d");
		long before = this.room.bytes();
		this.room.keepPaid(failed, 5000);
		assertThat(this.room.bytes()).isEqualTo(before + 5000);
		this.room.keepPaid(this.collection.writer("d"), 6000);
		assertThat(this.room.bytes()).as("the same document's").isEqualTo(before + 6000);
		this.room.endPaid(this.collection.writer("d"));
		assertThat(this.room.bytes()).isEqualTo(before);
	}

	@Test
	void theirBytesCount() {
		put(50);
		long bytes = this.manifest.look(this.collection.place()).bytes();
		assertThat(bytes).isGreaterThan(this.collection.memory() * 3 / 4);
	}

	private long put(int size) {
		Manifest.Writer writer = this.collection.writer("d");
		long version = this.collection.begin(writer, GENERATION).version();
		List<StoredPassage> passages = passages(size);
		assertThat(this.manifest.write(writer, version, passages)).isTrue();
		assertThat(this.vectors.write(writer, version, packed(size))).isTrue();
		assertThat(this.manifest.switchTo(writer, entry(version, passages), 100, null))
			.isEqualTo(SwitchOutcome.SWITCHED);
		return version;
	}

	private boolean exists(String key) {
		return this.collection.call("EXISTS", key).contains(1L);
	}

	private static DocumentEntry entry(long version, List<StoredPassage> passages) {
		return new DocumentEntry(version, "d", "d", null, Map.of(), "digest", 0, 0, List.of(), Set.of(), "somebody",
				Instant.EPOCH)
			.in(GENERATION)
			.of(version, passages);
	}

	private static List<Integer> numbers(int size) {
		return IntStream.range(0, size).boxed().toList();
	}

	private static List<StoredPassage> passages(int size) {
		return IntStream.range(0, size).mapToObj((n) -> TestCollection.passage("text " + n)).toList();
	}

	private static List<PackedVector> packed(int size) {
		return IntStream.range(0, size).mapToObj((n) -> PackedVector.of(new float[] { 1, n })).toList();
	}

	/** No component, so that nobody finds it by scanning. */
	@Import({ TestStores.class, Manifest.class, Vectors.class, CollectionRoom.class })
	static class Wiring {

	}

}
