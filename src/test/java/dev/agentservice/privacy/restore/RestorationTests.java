package dev.agentservice.privacy.restore;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;

import dev.agentservice.identity.Caller;
import dev.agentservice.privacy.erasure.ErasureReplica;
import dev.agentservice.privacy.erasure.Replays;
import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.ledger.LedgerKind;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.owner.Tickets;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.redis.check.Reconnections;
import dev.agentservice.support.state.RestoreGate;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a restored Redis does not know to be erased is erased again, once.
 */
@BesideOthers
class RestorationTests {

	private static final String ID = "era_01M838DWTC55J56BHF7KJFK35W";

	private static final String TENANT = "0123456789abcdef0123456789abcdef";

	private static RedisServer redis;

	private final Caller jane = Tickets.somebody();

	private ErasureReplica first;

	private ErasureReplica second;

	@BeforeAll
	static void start() {
		redis = RedisServer.start();
	}

	@AfterAll
	static void stop() {
		redis.close();
	}

	@BeforeEach
	void replicas() {
		redis.flush();
		this.first = replica();
		this.second = replica();
	}

	@AfterEach
	void close() {
		this.first.close();
		this.second.close();
	}

	@Test
	void aLedgerOfUsersOfWhomNothingIsThereCostsAFewScripts() {
		List<LedgerEntry> ledger = LongStream.rangeClosed(1, 5000).mapToObj((seq) -> entry(seq, tag(), false)).toList();
		List<LedgerEntry> missing = this.first.get(LedgerScripts.class).compare(LedgerKind.USERS, ledger).missing();
		assertThat(missing).hasSize(5000);
		long before = redis.commandStats().getOrDefault("evalsha", 0L);
		assertThat(this.first.get(Restoration.class).goOn(missing, 5000)).isTrue();
		assertThat(redis.commandStats().getOrDefault("evalsha", 0L) - before).isLessThan(20);
		LedgerScripts.LedgerView view = this.second.get(LedgerScripts.class).compare(LedgerKind.USERS, ledger);
		assertThat(view.missing()).isEmpty();
		assertThat(view.seq()).isEqualTo(5000);
		assertThat(this.first.call("EXISTS", "as:{e}:erasure:" + ID)).isEqualTo(0L);
	}

	@Test
	void replicasThatReplayAtOnceEraseOnce() {
		plant();
		List<LedgerEntry> entries = List.of(entry(7, this.jane.tag().value(), false));
		await().until(() -> List
			.of(this.first.get(Restoration.class).goOn(entries, 7), this.second.get(Restoration.class).goOn(entries, 7))
			.contains(true));
		assertThat(this.first.keys(this.jane.tag().value())).isEmpty();
		assertThat(this.first.call("HGET", "as:{e}:erasure:" + ID, "attempt")).isEqualTo("1");
		assertThat(this.second.get(LedgerScripts.class).compare(LedgerKind.USERS, entries).missing()).isEmpty();
	}

	@Test
	void anotherReplicaGoesOnWhereOneHasDied() {
		plant();
		List<LedgerEntry> entries = List.of(entry(7, this.jane.tag().value(), false));
		assertThat(this.first.get(Restoration.class).goOn(entries, 7)).isFalse();
		this.first.close();
		this.second.call("HSET", "as:{e}:erasure:" + ID, "lease", 0);
		this.second.call("ZADD", "as:{e}:erasures", 0, ID);
		assertThat(this.second.get(Restoration.class).goOn(entries, 7)).as("the other one's lease").isFalse();
		this.second.call("DEL", "as:{e}:replay");
		await().until(() -> this.second.get(Restoration.class).goOn(entries, 7));
		assertThat(this.second.keys(this.jane.tag().value())).isEmpty();
	}

	@Test
	void anotherReplicaLooksAgainBeforeItNotesWhatIsErased() {
		plant();
		List<LedgerEntry> entries = List.of(entry(7, this.jane.tag().value(), false));
		assertThat(this.first.get(Restoration.class).goOn(entries, 7)).isFalse();
		await().until(() -> this.first.get(Replays.class).again(entries.getFirst()));
		this.first.call("SET", this.jane.tag().key("session:lost"), "x");
		this.second.call("DEL", "as:{e}:replay");
		assertThat(this.second.get(Restoration.class).goOn(entries, 7)).as("an orphan is there").isFalse();
		await().until(() -> this.second.get(Restoration.class).goOn(entries, 7));
		assertThat(this.second.keys(this.jane.tag().value())).isEmpty();
	}

	@Test
	void aLookSaysNothingOfALaterReplay() {
		Restoration restoration = this.first.get(Restoration.class);
		LedgerEntry absent = entry(5, this.jane.tag().value(), false);
		assertThat(restoration.take(List.of(absent)).done()).isEqualTo(1);
		plant();
		List<LedgerEntry> later = List.of(entry(7, this.jane.tag().value(), false));
		assertThat(restoration.take(later).open()).as("it has come back").isEqualTo(1);
		await().until(() -> restoration.take(later).open() == 0);
		assertThat(this.first.keys(this.jane.tag().value())).isEmpty();
	}

	@Test
	void aUserWhoSpentTodayIsNotLookedForAloneAndTheBooksAreErasedLater() {
		plant();
		String today = LocalDate.now(ZoneOffset.UTC).toString();
		String books = "as:{%s}:budget:%s:user:%s".formatted(TENANT, today, this.jane.tag());
		this.first.call("HSET", books, "spent", 7);
		List<LedgerEntry> entries = List.of(entry(7, this.jane.tag().value(), false));
		await().until(() -> this.first.get(Restoration.class).goOn(entries, 7));
		assertThat(this.first.keys(this.jane.tag().value())).containsExactly(books);
		assertThat(this.first.call("HGET", "as:{e}:erasure:" + ID, "attempt")).as("erased once").isEqualTo("1");
		assertThat(String.valueOf(this.first.call("HGET", "as:{e}:erasure:" + ID, "doc"))).contains("\"later\":{");
	}

	@Test
	void anErasureThatWasAtWorkInTheBackupIsWaitedFor() {
		this.first.call("ZADD", "as:{e}:erasures", Instant.now().plusSeconds(600).toEpochMilli(), ID);
		this.first.call("HSET", "as:{e}:erasure:" + ID, "open", this.jane.tag().value());
		assertThat(this.first.get(Restoration.class).goOn(List.of(), 7)).isFalse();
		this.first.call("HDEL", "as:{e}:erasure:" + ID, "open");
		assertThat(this.first.get(Restoration.class).goOn(List.of(), 7)).isTrue();
	}

	@Test
	void aUserWhoWasBlockedIsBlockedAgain() {
		List<LedgerEntry> entries = List.of(entry(7, this.jane.tag().value(), true));
		await().until(() -> this.first.get(Restoration.class).goOn(entries, 7));
		assertThat(this.first.call("GET", this.jane.tag().key("erasing"))).isEqualTo("blocked");
	}

	@Test
	void entriesOfTheLogAreDoneWhenNothingIsLeftAndKnownFromThenOn() {
		plant();
		List<LedgerEntry> entries = List.of(entry(7, this.jane.tag().value(), false), entry(8, tag(), false));
		Restoration restoration = this.first.get(Restoration.class);
		assertThat(restoration.take(entries)).isEqualTo(new LedgerReplays.Taken(0, 1, 1));
		await().until(() -> restoration.take(entries).open() == 0);
		assertThat(restoration.take(entries)).isEqualTo(new LedgerReplays.Taken(2, 0, 0));
		assertThat(this.first.keys(this.jane.tag().value())).isEmpty();
	}

	@Test
	void withoutAFileARedisThatHasGoneBackIsSeenAndOneThatWasEmptiedIsNot() {
		this.first.call("SET", "as:{e}:seq", 9);
		this.first.get(LedgerWatch.class).look();
		assertThat(behind()).isZero();
		this.first.call("SET", "as:{e}:seq", 6);
		this.first.get(LedgerWatch.class).look();
		assertThat(behind()).isEqualTo(3);
		assertThat(this.first.get(RestoreGate.class).isOpen()).isTrue();
		redis.flush();
		this.first.get(LedgerWatch.class).look();
		assertThat(behind()).isZero();
	}

	@Test
	void theAgeOfAProofIsShownOnceThereIsOne() {
		this.first.get(LedgerWatch.class).look();
		assertThat(gauge("agent.erasure.proof.age")).isNaN();
		this.first.call("SET", "as:{e}:proof", Instant.now().minusSeconds(90).toEpochMilli());
		this.first.get(LedgerWatch.class).look();
		assertThat(gauge("agent.erasure.proof.age")).isGreaterThanOrEqualTo(89);
	}

	private double behind() {
		return gauge("agent.privacy.ledger.behind");
	}

	private double gauge(String name) {
		return this.first.get(MeterRegistry.class).get(name).gauge().value();
	}

	private void plant() {
		this.first.call("HSET", this.jane.tag().key("run:run_1"), "status", "succeeded");
		this.first.call("SET", this.jane.tag().key("session:talk"), "x");
		for (String key : List.of("run:run_1", "session:talk")) {
			this.first.call("ZADD", this.jane.tag().key("keys"), 0, key);
		}
	}

	private static LedgerEntry entry(long seq, String user, boolean block) {
		return new LedgerEntry(seq, user, TENANT, Instant.now(), (seq == 7) ? ID : null, block);
	}

	private static String tag() {
		byte[] bytes = new byte[16];
		ThreadLocalRandom.current().nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	private static ErasureReplica replica() {
		return new ErasureReplica(redis, Map.of("agent-service.privacy.scan-rate", "1000000"), Wiring.class);
	}

	/** No component, so that nobody finds it by scanning. */
	@ComponentScan({ "dev.agentservice.privacy.restore", "dev.agentservice.privacy.tenant" })
	@Import({ RestoreGate.class, Reconnections.class })
	static class Wiring {

	}

}
