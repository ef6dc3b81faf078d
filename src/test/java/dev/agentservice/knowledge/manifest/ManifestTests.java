package dev.agentservice.knowledge.manifest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.store.TestStores;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** Every script of the manifest, on a single Redis and on three masters. */
@BesideOthers
@OnSingleAndCluster
class ManifestTests {

	private static final Manifest.Terms TERMS = new Manifest.Terms(Duration.ofMinutes(1), "none", 3);

	@AutoClose
	private final ReplicaContext replica;

	private final Manifest manifest;

	private final CollectionRoom room;

	/** Of each test its own, so that they need not wait for each other. */
	private final CollectionPlace place = new CollectionPlace(Ulid.next(Clock.systemUTC()), "handbook");

	ManifestTests(RedisTopology topology) {
		this.replica = new ReplicaContext(topology.own(ManifestTests.class), Wiring.class);
		this.manifest = this.replica.get(Manifest.class);
		this.room = this.replica.get(CollectionRoom.class);
	}

	@Test
	void aVersionCountsOnceItIsSwitchedTo() {
		Manifest.Writer writer = writer("d");
		long version = begun(this.manifest.stage(writer, null, "x", TERMS));
		assertThat(this.manifest.write(writer, version, passages("a", "b"))).isTrue();
		assertThat(this.manifest.read(this.place, "d")).isEmpty();
		assertThat(this.manifest.switchTo(writer, entry("d", version, "x", "a", "b"), 10, null))
			.isEqualTo(SwitchOutcome.SWITCHED);
		assertThat(this.manifest.read(this.place, "d").orElseThrow().passages()).extracting(StoredPassage::text)
			.containsExactly("a", "b");
		assertThat(this.manifest.look(this.place).documents()).isOne();
	}

	@Test
	void exactlyThePassagesOfTheLastVersionCount() {
		List<Integer> sizes = List.of(10, 3, 1, 3);
		for (int size : sizes) {
			put("d", texts(size));
			assertThat(this.manifest.read(this.place, "d").orElseThrow().passages()).hasSize(size);
			assertThat(this.manifest.look(this.place).passages()).isEqualTo(size);
		}
	}

	@Test
	void oneWriterAtATimeAndTheTokenSaysWho() {
		Manifest.Writer first = writer("d");
		long version = begun(this.manifest.stage(first, null, "x", TERMS));
		Manifest.Writer second = writer("d");
		assertThat(this.manifest.stage(second, null, "y", TERMS)).isInstanceOf(Staged.Busy.class);
		assertThat(this.manifest.write(second, version, passages("z"))).isFalse();
		this.manifest.abandon(second, version + 1);
		assertThat(this.manifest.stage(second, null, "y", TERMS)).isInstanceOf(Staged.Busy.class);
		this.manifest.abandon(first, version);
		assertThat(begun(this.manifest.stage(second, null, "y", TERMS))).isGreaterThan(version);
		assertThat(this.manifest.switchTo(first, entry("d", version, "x", "a"), 10, null))
			.isEqualTo(SwitchOutcome.LOST);
	}

	@Test
	void aDeletionTakesTheVersionInTheMakingAlong() {
		put("d", "old");
		Manifest.Writer writer = writer("d");
		long version = begun(this.manifest.stage(writer, null, "x", TERMS));
		assertThat(this.manifest.drop(this.place, "d", null)).isEqualTo(DropOutcome.DROPPED);
		assertThat(this.manifest.write(writer, version, passages("a"))).isFalse();
		assertThat(this.manifest.switchTo(writer, entry("d", version, "x", "a"), 10, null))
			.isEqualTo(SwitchOutcome.LOST);
		assertThat(this.manifest.drop(this.place, "d", null)).isEqualTo(DropOutcome.ABSENT);
		assertThat(this.manifest.look(this.place))
			.satisfies((sums) -> assertThat(sums.documents() + sums.passages() + sums.bytes()).isZero());
	}

	@Test
	void aDocumentThatIsOnlyListedIsTakenOffTheList() {
		put("d", "a");
		List<String> docs = List.of(this.place.keys().getFirst().replaceAll(":collection$", ":docs"));
		this.replica.store().run(LuaScript.list("test-call"), docs, List.of("HDEL", docs.getFirst(), "d"));
		assertThat(this.manifest.ids(this.place, "", 10)).containsExactly("d");
		assertThat(this.manifest.drop(this.place, "d", null)).isEqualTo(DropOutcome.ABSENT);
		assertThat(this.manifest.ids(this.place, "", 10)).isEmpty();
	}

	@Test
	void versionsAreGivenOnceAlsoAfterADeletion() {
		long first = put("d", "a");
		this.manifest.drop(this.place, "d", first);
		assertThat(put("d", "a")).isGreaterThan(first);
	}

	@Test
	void whatAnIndexFoundCountsOnlyInTheVersionThatCounts() {
		long old = put("d", "a", "b");
		long now = put("d", "c");
		this.manifest.drop(this.place, "e", null);
		List<CheckedHit> hits = this.manifest
			.check(this.place, List.of(new PassageId("d", old, 0), new PassageId("d", now, 0),
					new PassageId("d", now, 1), new PassageId("e", 1, 0)))
			.join();
		assertThat(hits).hasSize(4);
		assertThat(hits.get(1)).isInstanceOfSatisfying(CheckedHit.Current.class,
				(hit) -> assertThat(hit.passage().text()).isEqualTo("c"));
		assertThat(List.of(hits.get(0), hits.get(2), hits.get(3))).containsOnly(new CheckedHit.Dropped("version"));
	}

	@Test
	void whatIsInQuarantineIsNoHitUntilItIsReleased() {
		Manifest.Writer writer = writer("d");
		long version = begun(this.manifest.stage(writer, null, "x", TERMS));
		List<StoredPassage> judged = List.of(passage("a"), new StoredPassage("b", "", 0, 1, "sha", List.of("rule")));
		this.manifest.write(writer, version, judged);
		DocumentEntry entry = entry("d", version, "x").of(version, judged);
		this.manifest.switchTo(writer, entry, 10, null);
		List<PassageId> found = List.of(new PassageId("d", version, 1));
		assertThat(this.manifest.check(this.place, found).join())
			.containsExactly(new CheckedHit.Dropped("quarantined"));
		assertThat(this.manifest.look(this.place).quarantined()).isOne();
		assertThat(this.manifest.release(this.place, "d", entry, entry.release(Set.of(1)), "")).isTrue();
		assertThat(this.manifest.check(this.place, found).join().getFirst()).isInstanceOf(CheckedHit.Current.class);
		assertThat(this.manifest.look(this.place).quarantined()).isZero();
		put("d", "other");
		assertThat(this.manifest.release(this.place, "d", entry, entry, "")).isFalse();
	}

	@Test
	void whoeverHasNotSeenAReleaseChangesNothing() {
		Manifest.Writer writer = writer("d");
		long version = begun(this.manifest.stage(writer, null, "x", TERMS));
		List<StoredPassage> judged = List.of(new StoredPassage("a", "", 0, 1, "sha", List.of("rule")),
				new StoredPassage("b", "", 0, 1, "sha", List.of("rule")));
		this.manifest.write(writer, version, judged);
		DocumentEntry read = entry("d", version, "x").of(version, judged);
		this.manifest.switchTo(writer, read, 10, null);
		assertThat(this.manifest.release(this.place, "d", read.in(new Generation("p/other", 3)), read, ""))
			.as("vectors of another generation")
			.isFalse();
		assertThat(this.manifest.release(this.place, "d", read, read.release(Set.of(0)), "")).isTrue();
		assertThat(this.manifest.release(this.place, "d", read, read.release(Set.of(1)), "")).isFalse();
		DocumentEntry now = this.manifest.read(this.place, "d").orElseThrow().entry();
		assertThat(now.released()).containsExactly(0);
		assertThat(now.tag()).isNotEqualTo(read.tag());
		assertThat(this.manifest.stage(writer("d"), read.tag(), "y", TERMS)).isInstanceOf(Staged.Mismatch.class);
		assertThat(this.manifest.drop(this.place, "d", read.tag())).isEqualTo(DropOutcome.MISMATCH);
		assertThat(this.manifest.drop(this.place, "d", now.tag())).isEqualTo(DropOutcome.DROPPED);
	}

	@Test
	void theLogTellsWhatHasChangedSince() {
		String start = this.manifest.look(this.place).logEnd();
		put("d", "a");
		put("e", "a");
		Changes changes = this.manifest.changes(this.place, start);
		assertThat(changes.documents().values()).containsExactly("d", "e");
		String end = this.manifest.look(this.place).logEnd();
		assertThat(changes.documents().keySet()).last().isEqualTo(end);
		assertThat(this.manifest.changes(this.place, end).documents()).isEmpty();
		assertThat(this.manifest.changes(this.place, "1-1").trimmed()).isTrue();
	}

	@Test
	void aCollectionTakesNoMoreThanItMay() {
		IntStream.range(0, 3).forEach((i) -> put("d" + i, "a"));
		assertThat(this.manifest.stage(writer("d3"), null, "x", TERMS)).isInstanceOf(Staged.Full.class);
		Manifest.Writer writer = writer("d1");
		long version = begun(this.manifest.stage(writer, null, "many", TERMS));
		this.manifest.write(writer, version, passages(texts(9)));
		assertThat(this.manifest.switchTo(writer, entry("d1", version, "many", texts(9)), 10, null))
			.isEqualTo(SwitchOutcome.MANY_PASSAGES);
		assertThat(this.manifest.read(this.place, "d1").orElseThrow().passages()).hasSize(1);
		assertThat(this.manifest.list(this.place, "", 10).documents().keySet()).containsExactly("d0", "d1", "d2");
		assertThat(this.manifest.list(this.place, "d0", 1)).satisfies((page) -> {
			assertThat(page.documents().keySet()).containsExactly("d1");
			assertThat(page.hasNext()).isTrue();
		});
		assertThat(this.manifest.list(this.place, "d1", 1).hasNext()).isFalse();
		assertThat(this.manifest.ids(this.place, "d0", 10)).containsExactly("d1", "d2");
	}

	@Test
	void aCollectionComparesTextsInOneWayAsLongAsItHoldsAny() {
		put("d", "a");
		Manifest.Terms others = new Manifest.Terms(Duration.ofMinutes(1), "openai/embedder", 3);
		assertThat(this.manifest.stage(writer("e"), null, "x", others)).isEqualTo(new Staged.Bound("none"));
		this.manifest.drop(this.place, "d", null);
		assertThat(this.manifest.stage(writer("e"), null, "x", others)).isInstanceOf(Staged.Begun.class);
	}

	@Test
	void theBytesOfAllCollectionsAreSummedUp() {
		long before = this.room.bytes();
		put("d", "a".repeat(1234));
		this.room.settle(this.place, "");
		assertThat(this.room.bytes()).isGreaterThanOrEqualTo(before + 1234);
		this.manifest.drop(this.place, "d", null);
		this.room.settle(this.place, "");
		assertThat(this.room.bytes()).isEqualTo(before);
	}

	private long put(String document, String... texts) {
		Manifest.Writer writer = writer(document);
		String digest = writer.token();
		long version = begun(this.manifest.stage(writer, null, digest, TERMS));
		this.manifest.write(writer, version, passages(texts));
		assertThat(this.manifest.switchTo(writer, entry(document, version, digest, texts), 100, null))
			.isEqualTo(SwitchOutcome.SWITCHED);
		return version;
	}

	private Manifest.Writer writer(String document) {
		return new Manifest.Writer(this.place, document, Ulid.next(Clock.systemUTC()));
	}

	private static long begun(Staged staged) {
		assertThat(staged).isInstanceOf(Staged.Begun.class);
		return ((Staged.Begun) staged).version();
	}

	private static String[] texts(int size) {
		return IntStream.range(0, size).mapToObj((i) -> "text " + i).toArray(String[]::new);
	}

	private static DocumentEntry entry(String document, long version, String digest, String... texts) {
		return new DocumentEntry(version, document, document, null, Map.of(), digest, 0, 0, List.of(), Set.of(),
				"somebody", Instant.EPOCH)
			.of(version, passages(texts));
	}

	private static List<StoredPassage> passages(String... texts) {
		List<StoredPassage> passages = new ArrayList<>();
		for (String text : texts) {
			passages.add(passage(text));
		}
		return passages;
	}

	private static StoredPassage passage(String text) {
		return new StoredPassage(text, "", 0, text.length(), "sha", List.of());
	}

	/** No component, so that nobody finds it by scanning. */
	@Import({ TestStores.class, Manifest.class, CollectionRoom.class })
	static class Wiring {

	}

}
