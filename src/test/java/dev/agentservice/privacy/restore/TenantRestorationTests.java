package dev.agentservice.privacy.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.privacy.erasure.ErasureReplica;
import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.ledger.LedgerFile;
import dev.agentservice.privacy.ledger.LedgerKind;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.state.RestoreGate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * A backup from before the erasure of a whole tenant brings nothing of it back.
 */
class TenantRestorationTests {

	private static final String ID = "ten_01M838DWTC55J56BHF7KJFK35W";

	private static final UserTag ADA = new UserTag("ada0123456789abcdef0123456789abc");

	private static final UserTag GIL = new UserTag("91100123456789abcdef0123456789ab");

	private static RedisServer redis;

	@TempDir
	Path folder;

	private ErasureReplica replica;

	private String tag;

	@BeforeAll
	static void start() {
		redis = RedisServer.start();
	}

	@AfterAll
	static void stop() {
		redis.close();
	}

	@BeforeEach
	void restore() {
		redis.flush();
		this.replica = new ErasureReplica(redis, Map.of("agent-service.privacy.scan-rate", "1000000",
				"agent-service.privacy.ledger-file", this.folder.resolve("replica-1.ndjson").toString()),
				RestorationTests.Wiring.class);
		this.tag = this.replica.get(UserTags.class).ofTenant("acme");
		plant(ADA, "acme");
		plant(GIL, "globex");
		this.replica.call("HSET", "as:{" + this.tag + "}:stored", "x", 1);
		this.replica.call("HSET", "as:{" + this.tag + "}:budget:2026-11-30:tenant", "spent", 7);
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void nobodyIsServedUntilTheTenantIsErasedAgainAndItsNeighbourStays() {
		LedgerWatch watch = this.replica.get(LedgerWatch.class);
		watch.look();
		assertThat(this.replica.get(RestoreGate.class).isOpen()).isTrue();
		this.replica.get(LedgerFile.class).append(entry(3));
		watch.look();
		assertThat(this.replica.get(RestoreGate.class).isOpen()).as("restored").isFalse();
		await().until(() -> {
			watch.restore();
			return this.replica.get(RestoreGate.class).isOpen();
		});
		assertThat(this.replica.keys(ADA.value())).isEmpty();
		assertThat(this.replica.keys(this.tag)).allMatch((key) -> key.endsWith(":budget:2026-11-30:tenant"));
		assertThat(this.replica.keys(GIL.value())).hasSize(3);
		assertThat(this.replica.call("GET", "as:{e}:tenants:seq")).isEqualTo("3");
		assertThat(this.replica.get(LedgerScripts.class).compare(LedgerKind.TENANTS, List.of(entry(3))).missing())
			.isEmpty();
		assertThat(String.valueOf(this.replica.call("HGET", "as:{e}:tenants:erasure:" + ID, "doc")))
			.contains("\"organisation\":\"\"");
	}

	@Test
	void anEntryFromElsewhereIsDoneAgainOnce() {
		TenantRestoration restoration = this.replica.get(TenantRestoration.class);
		assertThat(restoration.take(List.of(entry(3)))).isEqualTo(new LedgerReplays.Taken(0, 0, 1));
		await().until(() -> restoration.take(List.of(entry(3))).open() == 0);
		assertThat(restoration.take(List.of(entry(3)))).isEqualTo(new LedgerReplays.Taken(1, 0, 0));
		assertThat(this.replica.keys(ADA.value())).isEmpty();
	}

	@Test
	void aLineFromElsewhereErasesNoTenantWhereThatIsSwitchedOff() {
		TenantRestoration restoration = this.replica.get(TenantRestoration.class);
		assertThatThrownBy(() -> restoration.news(List.of(entry(3)))).hasMessageContaining("tenant-erasure is off");
		assertThat(restoration.news(List.of())).isEmpty();
	}

	@Test
	void anEmptiedRedisBesideALongLedgerIsReadyAtOnce() {
		redis.flush();
		List<LedgerEntry> entries = List.of(entry(1), entry(2), entry(3));
		assertThat(this.replica.get(TenantRestoration.class).goOn(entries, 3)).isTrue();
		assertThat(this.replica.call("EXISTS", "as:{e}:tenants:erasure:" + ID)).isEqualTo(0L);
	}

	@Test
	void whatAReleaseBeforeHasErasedIsPutDownInTheFile() throws IOException {
		long old = Instant.now().minusSeconds(7200).toEpochMilli();
		this.replica.call("ZADD", "as:{e}:tenants:ledger", old, "4 " + this.tag + " " + this.tag);
		this.replica.get(LedgerCopy.class).copy();
		this.replica.get(LedgerCopy.class).copy();
		assertThat(Files.readAllLines(this.folder.resolve("replica-1.ndjson"))).singleElement()
			.asString()
			.contains("\"seq\":4", "\"erasure\":\"ten_")
			.doesNotContain("\"user\"");
		assertThat(this.replica.get(LedgerFile.class).entries()).singleElement()
			.satisfies((entry) -> assertThat(entry.coversTenant()).isTrue());
	}

	private LedgerEntry entry(long seq) {
		return LedgerEntry.ofTenant(seq, this.tag, Instant.now(), (seq == 3) ? ID : ID.replace('W', 'X'));
	}

	private void plant(UserTag user, String tenant) {
		this.replica.call("SET", user.key("who"), "{\"tenant\":\"" + tenant + "\",\"user\":\"somebody\"}");
		this.replica.call("SET", user.key("session:talk"), "x");
		this.replica.call("ZADD", user.key("keys"), 0, "session:talk");
	}

}
