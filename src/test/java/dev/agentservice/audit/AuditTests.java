package dev.agentservice.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.UserTag;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
@OnSingleAndCluster
class AuditTests {

	private static final LuaScript<String> ADD_AT = LuaScript.text("test-add-at");

	private static final LuaScript<Long> ADD_MANY = LuaScript.number("test-add-many");

	private static final LuaScript<Long> TTL = LuaScript.number("test-ttl");

	private final String tenant = "acme:{" + UUID.randomUUID() + "} ü";

	@AutoClose
	private final ReplicaContext replica;

	private final Audit audit;

	AuditTests(RedisTopology topology) {
		this.replica = new ReplicaContext(
				topology.own(AuditTests.class), Map.of("agent-service.audit.retention", "30d",
						"agent-service.redis.command-timeout", "20s", "agent-service.redis.connect-timeout", "10s"),
				Wiring.class);
		this.audit = this.replica.get(Audit.class);
	}

	@Test
	void anEntryIsReadAsItWasWritten() {
		AuditEntry entry = new AuditEntry(this.tenant, "console", new UserTag("ab12"), "flag.set", "new: {loop} ☃",
				"{\"on\": false}", "{\"on\": true}\n");
		String id = this.audit.record(entry);
		AuditRecord kept = read(null, null, 10).records().getFirst();
		assertThat(kept.entry()).isEqualTo(entry);
		assertThat(kept.id()).isEqualTo(id);
		assertThat(kept.at()).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
		assertThat(kept.release()).isEqualTo("development");
	}

	@Test
	void whatWasNotThereBeforeOrIsNotAfterwardsStaysAbsent() {
		this.audit.record(change("flag.create", "x", null, "1"));
		this.audit.record(change("flag.delete", "x", "", null));
		List<AuditRecord> records = read(null, null, 10).records();
		assertThat(records.get(1).entry().before()).isNull();
		assertThat(records.get(0).entry().before()).isEmpty();
		assertThat(records.get(0).entry().after()).isNull();
	}

	@Test
	void entriesComeNewestFirst() {
		record("flag.set", 5);
		assertThat(targets(read(null, null, 10))).containsExactly("5", "4", "3", "2", "1");
	}

	@Test
	void pagesFollowEachOtherWithoutGapOrOverlap() {
		record("flag.set", 250);
		List<String> seen = new ArrayList<>();
		String after = null;
		do {
			AuditPage page = read(after, null, 60);
			seen.addAll(targets(page));
			after = page.next();
			record("flag.meanwhile", 3);
		}
		while (after != null);
		assertThat(seen).containsExactlyElementsOf(
				IntStream.iterate(250, (i) -> i > 0, (i) -> i - 1).mapToObj(String::valueOf).toList());
	}

	@Test
	void theLastPageSaysThatItIsTheLast() {
		record("flag.set", 3);
		assertThat(read(null, null, 3).next()).isNull();
		assertThat(read(null, null, 2).next()).isNotNull();
	}

	@Test
	void anActionIsFoundAmongOthers() {
		record("flag.set", 150);
		this.audit.record(change("budget.raise", "somebody", "10.00", "25.00"));
		record("flag.set", 150);
		AuditPage page = read(null, "budget.raise", 10);
		assertThat(targets(page)).containsExactly("somebody");
		assertThat(page.next()).isNull();
	}

	@Test
	void aSearchThatTakesTooLongSaysWhereToGoOn() {
		this.audit.record(change("budget.raise", "somebody", "10.00", "25.00"));
		addMany(2_100);
		AuditPage first = read(null, "budget.raise", 10);
		assertThat(first.records()).isEmpty();
		assertThat(targets(read(first.next(), "budget.raise", 10))).containsExactly("somebody");
	}

	@Test
	void aTenantSeesItsOwnEntriesOnly() {
		record("flag.set", 1);
		for (String other : List.of("", "acme", this.tenant + ":", this.tenant.substring(1), "*")) {
			assertThat(this.audit.read(other, new AuditQuery(null, null, 200)).records()).as(other)
				.noneMatch((kept) -> kept.entry().tenant().equals(this.tenant));
		}
	}

	@Test
	void entriesOlderThanTheRetentionAreGoneAndNoOthers() {
		addAt(Duration.ofDays(31), "too old");
		addAt(Duration.ofDays(29), "old");
		assertThat(targets(read(null, null, 10))).as("before the next entry").containsExactly("old");
		record("flag.set", 1);
		assertThat(targets(read(null, null, 10))).containsExactly("1", "old");
	}

	@Test
	void aLogWithoutNewEntriesLivesAsLongAsItsLatest() {
		record("flag.set", 1);
		assertThat(this.replica.store().run(TTL, List.of("as:audit:" + this.tenant), List.of()))
			.isBetween(Duration.ofDays(30).minusMinutes(1).toMillis(), Duration.ofDays(30).toMillis());
	}

	@Test
	void whatCannotBeWrittenIsNoSilentLoss() {
		try (RedisServer redis = RedisServer.start(); ReplicaContext other = new ReplicaContext(redis, Wiring.class)) {
			redis.kill();
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> other.get(Audit.class).record(change("flag.set", "x", null, null)));
		}
	}

	@Test
	void anEntryThatSaysNothingIsADefect() {
		for (AuditEntry bad : List.of(change("Flag Set", "x", null, null), change("flag.set", " ", null, null),
				change("flag.set", "x", "y".repeat(64_001), null))) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.audit.record(bad));
		}
	}

	private void record(String action, int times) {
		IntStream.rangeClosed(1, times)
			.forEach((i) -> this.audit.record(change(action, String.valueOf(i), null, null)));
	}

	private void addAt(Duration ago, String target) {
		List<Object> args = new ArrayList<>();
		args.add(ago.toMillis());
		args.addAll(AuditFields.write(change("flag.set", target, null, null), "1"));
		this.replica.store().run(ADD_AT, List.of("as:audit:" + this.tenant), args);
	}

	private void addMany(int times) {
		List<Object> args = new ArrayList<>();
		args.add(times);
		args.addAll(AuditFields.write(change("flag.set", "x", null, null), "1"));
		this.replica.store().run(ADD_MANY, List.of("as:audit:" + this.tenant), args);
	}

	private AuditPage read(@Nullable String after, @Nullable String action, int limit) {
		return this.audit.read(this.tenant, new AuditQuery(after, action, limit));
	}

	private AuditEntry change(String action, String target, @Nullable String before, @Nullable String after) {
		Caller caller = new Caller(this.tenant, "ops", new UserTag("ab12"), "console", Set.of(Scope.OPS));
		return AuditEntry.by(caller, action, target, before, after);
	}

	private static List<String> targets(AuditPage page) {
		return page.records().stream().map((kept) -> kept.entry().target()).toList();
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties(AuditProperties.class)
	@Import(Audit.class)
	static class Wiring {

	}

}
