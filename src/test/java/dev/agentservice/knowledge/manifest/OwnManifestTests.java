package dev.agentservice.knowledge.manifest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.identity.UserTag;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import dev.agentservice.knowledge.manifest.document.PackedVector;
import dev.agentservice.knowledge.manifest.document.StoredPassage;
import dev.agentservice.knowledge.store.TestStores;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** What the manifest does with documents of a user's own, which expire. */
@BesideOthers
@OnSingleAndCluster
class OwnManifestTests {

	private static final Duration RETENTION = Duration.ofDays(30);

	private static final Duration REMEMBERED = Duration.ofDays(40);

	private static final Manifest.Terms TERMS = new Manifest.Terms(Duration.ofMinutes(1), "none", 2, RETENTION,
			REMEMBERED);

	@AutoClose
	private final ReplicaContext replica;

	private final Manifest manifest;

	private final Vectors vectors;

	private final CollectionPlace place = new CollectionPlace("tenant", "handbook",
			new UserTag(Ulid.next(Clock.systemUTC())));

	private final TestCollection behind;

	OwnManifestTests(RedisTopology topology) {
		this.replica = new ReplicaContext(topology.own(OwnManifestTests.class), Wiring.class);
		this.manifest = this.replica.get(Manifest.class);
		this.vectors = this.replica.get(Vectors.class);
		this.behind = new TestCollection(this.manifest, this.replica.store(), this.place);
	}

	@Test
	void everySearchRenewsThemWhateverItFinds() {
		put("d");
		aDayLater("docs", "collection", "ids", "log", "doc:d:1");
		this.manifest.changes(this.place, "");
		for (String key : List.of("docs", "collection", "ids", "log", "doc:d:1")) {
			assertThat(ttl(key)).as(key).isGreaterThan(RETENTION.minusDays(2).toMillis());
		}
	}

	/** As when Redis is full and refuses all writes. */
	@Test
	void whatCannotBeRenewedIsSearchedNevertheless() {
		put("d");
		this.behind.call("DEL", "collection");
		this.behind.call("SET", "collection", "no hash");
		assertThat(this.manifest.changes(this.place, "").documents()).containsValue("d");
	}

	/** Since it was raised in the configuration, and others live by it. */
	@Test
	void aUserWhoIsRememberedForLongerStaysSo() {
		put("d");
		String epoch = this.place.keys().get(1);
		List<Object> longer = List.of("PEXPIRE", epoch, REMEMBERED.plusDays(10).toMillis());
		this.replica.store().run(TestCollection.CALL, List.of(epoch), longer);
		aDayLater("docs");
		this.manifest.changes(this.place, "");
		Object left = this.replica.store().run(TestCollection.CALL, List.of(epoch), List.of("PTTL", epoch)).getFirst();
		assertThat((Long) left).isGreaterThan(REMEMBERED.plusDays(9).toMillis());
	}

	@Test
	void aPutThatFailsRenewsAllOfThemOrNone() {
		put("d");
		aDayLater("docs", "collection", "ids", "log", "doc:d:1");
		begin(writer("e"));
		assertThat(ttl("docs")).isGreaterThan(RETENTION.minusDays(2).toMillis());
	}

	@Test
	void whatHasExpiredIsCountedNoMore() {
		put("d");
		put("e");
		assertThat(this.manifest.stage(writer("f"), null, "f", TERMS)).isInstanceOf(Staged.Full.class);
		this.behind.call("DEL", "docs");
		assertThat(this.manifest.look(this.place).documents()).isZero();
		put("f");
		assertThat(this.manifest.look(this.place)).satisfies((sums) -> {
			assertThat(sums.documents()).isOne();
			assertThat(sums.passages()).isOne();
		});
	}

	@Test
	void theMostIsKeptHoweverManyBeganAtOnce() {
		put("d");
		Manifest.Writer first = writer("e");
		Manifest.Writer second = writer("f");
		long version = begin(first);
		long other = begin(second);
		assertThat(store(first, version, 10L)).isEqualTo(SwitchOutcome.MANY_BYTES);
		assertThat(store(first, begin(first), 1_000_000L)).isEqualTo(SwitchOutcome.SWITCHED);
		assertThat(store(second, other, 1_000_000L)).isEqualTo(SwitchOutcome.MANY_DOCUMENTS);
		assertThat(this.manifest.look(this.place).documents()).isEqualTo(2);
	}

	@Test
	void onlyTheLastThatFailedKeepsWhatWasPaid() {
		Map<String, PackedVector> paid = Map.of("x", PackedVector.of(new float[] { 1, 0 }));
		for (String document : List.of("a", "b", "c")) {
			Manifest.Writer writer = writer(document);
			long version = begin(writer);
			assertThat(this.vectors.keep(writer, paid)).isTrue();
			assertThat(this.manifest.abandon(writer, version)).isOne();
		}
		assertThat(ttl("paid:a")).isEqualTo(-2);
		assertThat(ttl("paid:b")).isEqualTo(-2);
		assertThat(ttl("paid:c")).isPositive();
	}

	/** An erasure takes the count of versions along. */
	@Test
	void aLateWriterTakesNothingOfAnotherOnesSameVersion() {
		Manifest.Writer late = writer("d");
		long version = begin(late);
		this.behind.call("DEL", "collection");
		this.behind.call("DEL", "stage:d");
		Manifest.Writer next = writer("d");
		assertThat(begin(next)).isEqualTo(version);
		assertThat(this.manifest.write(next, version, passages())).isTrue();
		this.manifest.abandon(late, version);
		assertThat(this.manifest.switchTo(next, entry("d", version), 10, null)).isEqualTo(SwitchOutcome.SWITCHED);
	}

	@Test
	void itIsToldOnceWhoTheOwnerIs() {
		Staged.Begun begun = (Staged.Begun) this.manifest.stage(writer("d"), null, "d", TERMS);
		assertThat(begun.unnamed()).isNotEmpty();
	}

	private void aDayLater(String... keys) {
		this.behind.call("HSET", "collection", "renewed", 1);
		for (String key : keys) {
			this.behind.call("PEXPIRE", key, Duration.ofHours(1).toMillis());
		}
	}

	private long ttl(String key) {
		return (Long) this.behind.call("PTTL", key).getFirst();
	}

	private void put(String document) {
		Manifest.Writer writer = writer(document);
		assertThat(store(writer, begin(writer), 1_000_000L)).isEqualTo(SwitchOutcome.SWITCHED);
	}

	private SwitchOutcome store(Manifest.Writer writer, long version, Long most) {
		assertThat(this.manifest.write(writer, version, passages())).isTrue();
		return this.manifest.switchTo(writer, entry(writer.document(), version), 10, most);
	}

	private long begin(Manifest.Writer writer) {
		Staged staged = this.manifest.stage(writer, null, writer.token(), TERMS);
		assertThat(staged).isInstanceOf(Staged.Begun.class);
		return ((Staged.Begun) staged).version();
	}

	private Manifest.Writer writer(String document) {
		return new Manifest.Writer(this.place, document, Ulid.next(Clock.systemUTC()));
	}

	private static DocumentEntry entry(String document, long version) {
		return new DocumentEntry(version, document, document, null, Map.of(), "digest", 0, 0, List.of(), Set.of(),
				"somebody", Instant.EPOCH)
			.of(version, passages());
	}

	private static List<StoredPassage> passages() {
		return List.of(new StoredPassage("text", "", 0, 4, "sha", List.of()));
	}

	/** No component, so that nobody finds it by scanning. */
	@Import({ TestStores.class, Manifest.class, Vectors.class })
	static class Wiring {

	}

}
