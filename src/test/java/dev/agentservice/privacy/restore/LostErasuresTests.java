package dev.agentservice.privacy.restore;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditQuery;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.privacy.erasure.ErasureReplica;
import dev.agentservice.privacy.erasure.Erasures;
import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.ledger.LedgerKind;
import dev.agentservice.privacy.ledger.LedgerFile;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.owner.Tickets;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.state.RestoreGate;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a restored Redis has lost stays lost until it is done again, and nothing else is
 * taken for lost.
 */
@BesideOthers
class LostErasuresTests {

	private static final String ID = "era_01M838DWTC55J56BHF7KJFK35W";

	private static final String TENANT = "0123456789abcdef0123456789abcdef";

	private static final UserTag BOB = new UserTag("b0b0123456789abcdef0123456789abc");

	private static RedisServer redis;

	private final Caller jane = Tickets.somebody();

	@TempDir
	Path folder;

	private ErasureReplica replica;

	@BeforeAll
	static void start() {
		redis = RedisServer.start();
	}

	@AfterAll
	static void stop() {
		redis.close();
	}

	@BeforeEach
	void forget() {
		redis.flush();
		this.replica = replica(Map.of());
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void aUserWhoBecomesMissingMeanwhileIsLookedFor() {
		plant(this.jane.tag());
		Restoration restoration = this.replica.get(Restoration.class);
		assertThat(restoration.goOn(List.of(entry(7, this.jane.tag())), 7)).isFalse();
		plant(BOB);
		List<LedgerEntry> both = List.of(entry(7, this.jane.tag()), entry(8, BOB));
		await().until(() -> restoration.goOn(both, 8));
		assertThat(this.replica.keys(BOB.value())).isEmpty();
	}

	@Test
	void whatIsPlantedAfterTheLookIsErasedBeforeItIsNoted() {
		plant(this.jane.tag());
		List<LedgerEntry> entries = List.of(entry(7, this.jane.tag()), entry(8, BOB));
		Restoration restoration = this.replica.get(Restoration.class);
		assertThat(restoration.goOn(entries, 8)).isFalse();
		plant(BOB);
		await().until(() -> restoration.goOn(entries, 8));
		assertThat(this.replica.keys(BOB.value())).isEmpty();
	}

	@Test
	void whatRedisDroppedByItsAgeIsNotMissing() {
		Instant old = Instant.now().minus(Duration.ofDays(30));
		LedgerEntry entry = new LedgerEntry(3, BOB.value(), TENANT, old, null, false);
		assertThat(this.replica.get(LedgerScripts.class).compare(LedgerKind.USERS, List.of(entry)).missing())
			.hasSize(1);
		this.replica.call("ZADD", "as:{e}:ledger", old.toEpochMilli(), entry.member());
		try (ErasureReplica brief = replica(Map.of("agent-service.privacy.ledger-retention", "1d"))) {
			brief.get(Erasures.class).begin(this.jane, this.jane.tag(), null, false);
		}
		assertThat(this.replica.call("ZSCORE", "as:{e}:ledger", entry.member())).isNull();
		assertThat(this.replica.get(LedgerScripts.class).compare(LedgerKind.USERS, List.of(entry)).missing()).isEmpty();
	}

	@Test
	void numbersThatAreGivenAgainToOthersStayLostUntilTheLogIsReplayed() {
		seen(9);
		seen(6);
		assertThat(behind()).isEqualTo(3);
		seen(10);
		assertThat(behind()).isEqualTo(3);
		this.replica.get(Restoration.class).take(List.of(entry(8, BOB), entry(9, this.jane.tag())));
		this.replica.get(LedgerWatch.class).look();
		assertThat(behind()).isZero();
	}

	@Test
	void aBackupFromBeforeThereWasAnIdIsNoEmptyRedis() {
		seen(9);
		this.replica.call("DEL", "as:{e}:boot");
		seen(6);
		assertThat(behind()).isEqualTo(3);
	}

	@Test
	void aTenantsErasureIsMissedInABackupFromBeforeTenantsWereInTheLedger() {
		this.replica.call("SET", "as:{e}:boot", "01M838DWTC55J56BHF7KJFK35W");
		this.replica.call("SET", "as:{e}:tenants:seq", 3);
		this.replica.get(LedgerWatch.class).look();
		assertThat(behind()).isZero();
		this.replica.call("DEL", "as:{e}:tenants:seq");
		this.replica.call("DEL", "as:{e}:tenants:boot");
		this.replica.get(LedgerWatch.class).look();
		assertThat(behind()).isEqualTo(3);
		redis.flush();
		this.replica.get(LedgerWatch.class).look();
		assertThat(behind()).as("emptied").isZero();
	}

	@Test
	void aTenantsErasureIsMissedInABackupThatHasNoIdYet() {
		this.replica.call("SET", "as:{e}:tenants:seq", 3);
		this.replica.get(LedgerWatch.class).look();
		this.replica.call("DEL", "as:{e}:boot");
		this.replica.call("SET", "as:{e}:tenants:seq", 1);
		this.replica.get(LedgerWatch.class).look();
		assertThat(behind()).isEqualTo(2);
	}

	@Test
	void nobodyIsServedWhileNoFileHasWhatIsLost() {
		try (ErasureReplica filed = replica(Map.of("agent-service.privacy.ledger-file", file().toString()))) {
			filed.get(LedgerFile.class).append(entry(8, BOB));
			filed.call("ZADD", "as:{e}:ledger", Instant.now().toEpochMilli(), entry(8, BOB).member());
			filed.call("SET", "as:{e}:seq", 10);
			LedgerWatch watch = filed.get(LedgerWatch.class);
			watch.look();
			filed.call("SET", "as:{e}:seq", 8);
			watch.look();
			watch.restore();
			assertThat(filed.get(RestoreGate.class).isOpen()).isFalse();
			filed.get(Restoration.class).take(List.of(entry(9, this.jane.tag()), entry(10, BOB)));
			watch.look();
			assertThat(filed.get(RestoreGate.class).isOpen()).isTrue();
		}
	}

	@Test
	void whatOnlyRedisHasIsPutDownInTheFile() {
		LedgerEntry old = new LedgerEntry(3, BOB.value(), TENANT, Instant.ofEpochMilli(daysAgo(2)), null, false);
		this.replica.call("ZADD", "as:{e}:ledger", daysAgo(2), old.member());
		this.replica.call("ZADD", "as:{e}:ledger", daysAgo(0), entry(4, BOB).member());
		try (ErasureReplica filed = replica(Map.of("agent-service.privacy.ledger-file", file().toString()))) {
			filed.get(LedgerCopy.class).copy();
			filed.get(LedgerCopy.class).copy();
			assertThat(filed.get(LedgerFile.class).entries()).containsExactly(old);
			assertThat(file()).content().hasLineCount(1);
		}
	}

	@Test
	void aLineWithTheIdOfSomebodyElsesErasureErasesItsOwnUser() {
		plant(this.jane.tag());
		Restoration restoration = this.replica.get(Restoration.class);
		await().until(() -> restoration.take(List.of(entry(7, this.jane.tag()))).open() == 0);
		plant(BOB);
		LedgerEntry mangled = new LedgerEntry(8, BOB.value(), TENANT, Instant.now(), ID, false);
		await().until(() -> restoration.take(List.of(mangled)).open() == 0);
		assertThat(this.replica.keys(BOB.value())).isEmpty();
	}

	@Test
	void whatIsDoneAgainTakesItsTurnWithOtherErasures() {
		plant(this.jane.tag());
		IntStream.range(0, 3000).forEach((i) -> this.replica.call("SET", BOB.key("many:" + i), "x"));
		Restoration restoration = this.replica.get(Restoration.class);
		List<LedgerEntry> entries = List.of(entry(7, this.jane.tag()));
		this.replica.call("SET", "as:{e}:scan", Instant.now().plusSeconds(3600).toEpochMilli());
		assertThat(restoration.take(entries)).as("others look until then").isEqualTo(new LedgerReplays.Taken(0, 0, 1));
		assertThat(restoration.news(entries)).as("not begun").isNotEmpty();
		this.replica.call("DEL", "as:{e}:scan");
		await().until(() -> restoration.take(entries).open() == 0);
		assertThat(this.replica.keys(this.jane.tag().value())).isEmpty();
	}

	@Test
	void aReplayIsAuditedOnceWithThoseWhomItErases() {
		LedgerReplays replays = this.replica.get(LedgerReplays.class);
		plant(BOB);
		List<LedgerEntry> entries = List.of(entry(8, BOB));
		await().until(() -> replays.replay(this.jane, "Ticket 4711", entries).open() == 0);
		assertThat(this.replica.get(Audit.class).readPlatform(new AuditQuery(null, null, 10)).records()).singleElement()
			.satisfies((entry) -> assertThat(entry.toString()).contains("privacy.replay", BOB.value(), "Ticket 4711"));
	}

	private Path file() {
		return this.folder.resolve("replica-1.ndjson");
	}

	private void seen(long seq) {
		this.replica.call("SET", "as:{e}:seq", seq);
		this.replica.get(LedgerWatch.class).look();
	}

	private double behind() {
		return this.replica.get(MeterRegistry.class).get("agent.privacy.ledger.behind").gauge().value();
	}

	private void plant(UserTag user) {
		this.replica.call("HSET", user.key("run:run_1"), "status", "succeeded");
	}

	private static long daysAgo(int days) {
		return Instant.now().minus(Duration.ofDays(days)).toEpochMilli();
	}

	private static LedgerEntry entry(long seq, UserTag user) {
		return new LedgerEntry(seq, user.value(), TENANT, Instant.now(), (seq == 7) ? ID : null, false);
	}

	private static ErasureReplica replica(Map<String, String> settings) {
		Map<String, String> all = new TreeMap<>(Map.of("agent-service.privacy.scan-rate", "1000000"));
		all.putAll(settings);
		return new ErasureReplica(redis, all, RestorationTests.Wiring.class);
	}

}
