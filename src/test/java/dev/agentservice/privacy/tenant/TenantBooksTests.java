package dev.agentservice.privacy.tenant;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.agentservice.identity.Caller;
import dev.agentservice.privacy.progress.Step;
import dev.agentservice.privacy.receipt.ErasureReport.KeptReport;
import dev.agentservice.privacy.receipt.ErasureReport.StoreReport;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.privacy.tenant.TenantErasure.Later;
import dev.agentservice.run.owner.Tickets;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the erasure of a tenant makes of its books: no budget is refilled, no sum changes,
 * and no earlier day says who spent it.
 */
@OnSingleAndCluster
class TenantBooksTests {

	private static final int ALL = 100_000;

	private final String today = LocalDate.now(ZoneOffset.UTC).toString();

	private final String before = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();

	private final String tenant = "tenant-" + UUID.randomUUID();

	private final TenantReplica replica;

	private final String tag;

	private final List<Caller> users = List.of(Tickets.somebody(), Tickets.somebody(), Tickets.somebody());

	TenantBooksTests(RedisTopology topology) {
		this.replica = new TenantReplica(topology.own(TenantBooksTests.class));
		this.tag = this.replica.tags().ofTenant(this.tenant);
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void todaysBooksStayEarlierOnesAreAnonymousAndNoSumChanges() {
		this.users.forEach((user) -> spend(this.before, user, 5));
		this.users.forEach((user) -> spend(this.today, user, 7));
		this.replica.call("HSET", books("run:run_1"), "spent", 5);
		String id = this.replica.open(this.tenant);
		this.replica.work(id, ALL);
		assertThat(spent(this.today, "tenant")).isEqualTo("21");
		assertThat(spent(this.before, "tenant")).isEqualTo("15");
		assertThat(spent(this.before, "credential:key")).isEqualTo("15");
		this.users.forEach((user) -> assertThat(spent(this.today, "user:" + user.tag())).isEqualTo("7"));
		List<?> spenders = spenders(this.before);
		assertThat(spenders).hasSize(2).last().isEqualTo("15");
		assertThat(spent(this.before, "user:" + spenders.getFirst())).isEqualTo("15");
		assertThat(ttl(key("spenders:" + this.before))).isPositive();
		assertThat(ttl(books(this.before + ":user:" + spenders.getFirst()))).isPositive();
		assertThat(this.replica.keys("as:{" + this.tag + "}:*")).noneMatch((key) -> key.contains(":run:")
				|| key.endsWith(":users") || key.contains(this.before + ":user:" + user()));
		assertThat(budget(id).kept()).extracting(KeptReport::what)
			.containsExactly("sums by day, agent and credential, under the tenant's tag",
					"amounts of today, under users' tags");
		assertThat(stored(id).later()).isNotNull()
			.extracting(Later::at)
			.isEqualTo(LocalDate.parse(this.today).plusDays(1).atTime(0, 10).toInstant(ZoneOffset.UTC));
	}

	@Test
	void whenTheDayHasEndedItsBooksAreAnonymousTooAndLaterOnesAreTheUsers() {
		this.users.forEach((user) -> spend(this.before, user, 5));
		this.users.forEach((user) -> spend(this.today, user, 7));
		String id = this.replica.open(this.tenant);
		// As it was left yesterday: what was spent since is the users' again.
		TenantErasure left = stored(id).at(ErasureStatus.COMPLETED, TenantErasure.Place.BEGIN)
			.with(new Later("budget", "erased-0123456789abcdef/" + this.before + "/REST/false/", Instant.EPOCH));
		StoredTenantErasure at = this.replica.take(id).with(left);
		Step<TenantErasure> step = this.replica.step(at);
		while (step.pause() != null) {
			at = at.with(step.erasure());
			step = this.replica.step(at);
		}
		assertThat(spenders(this.before)).hasToString("[erased-0123456789abcdef, 15]");
		assertThat(spent(this.before, "user:erased-0123456789abcdef")).isEqualTo("15");
		this.users.forEach((user) -> assertThat(spent(this.today, "user:" + user.tag())).isEqualTo("7"));
		this.users.forEach((user) -> assertThat(spent(this.before, "user:" + user.tag())).isNull());
		assertThat(spenders(this.today)).hasSize(6);
		assertThat(step.erasure().later()).isNull();
		assertThat(step.erasure().receipt()).isNotNull();
	}

	@Test
	void aCallUnderWayIsWaitedForAndOneThatNobodySettlesIsChargedInFull() {
		reserve("run_1/1/1/1", 100, Instant.now().plusSeconds(600));
		String id = this.replica.open(this.tenant);
		for (int step = 0; step < 30; step++) {
			this.replica.work(id, 1);
		}
		assertThat(stored(id).status()).isEqualTo(ErasureStatus.ERASING);
		assertThat(this.replica.call("HGET", books(this.today + ":tenant"), "reserved")).isEqualTo("100");
		this.replica.call("ZADD", key("reservations"), 1, "run_1/1/1/1");
		this.replica.work(id, ALL);
		assertThat(this.replica.call("HGET", books(this.today + ":tenant"), "reserved")).isEqualTo("0");
		assertThat(spent(this.today, "tenant")).isEqualTo("100");
		assertThat(this.replica.keys("as:{" + this.tag + "}:*"))
			.noneMatch((key) -> key.contains(":run:") || key.contains("reservation"));
	}

	@Test
	void aCallThatBeginsWhileBooksAreWalkedThroughKeepsItsReservation() {
		String id = this.replica.open(this.tenant);
		while (!at(id).contains("/ALL/")) {
			this.replica.work(id, 1);
		}
		reserve("run_1/1/1/1", 100, Instant.now().plusSeconds(600));
		this.replica.work(id, 50);
		assertThat(at(id)).contains("/OPEN/");
		assertThat(this.replica.call("HGET", key("reservation:run_1/1/1/1"), "state")).isEqualTo("open");
		assertThat(this.replica.call("HGET", books("run:run_1"), "reserved")).isEqualTo("100");
	}

	@Test
	void aPlaceThatCannotBeReadBeginsTheBooksAnew() {
		spend(this.before, this.users.getFirst(), 5);
		String id = this.replica.open(this.tenant);
		while (!at(id).contains("/ALL/")) {
			this.replica.work(id, 1);
		}
		StoredTenantErasure taken = this.replica.take(id);
		this.replica.scripts().hold(taken.with(taken.erasure().with(taken.erasure().place().at("keys/1:0:123"))));
		this.replica.work(id, ALL);
		assertThat(spent(this.before, "user:" + user())).isNull();
		assertThat(spent(this.before, "tenant")).isEqualTo("5");
	}

	@Test
	void whoIsOnAListWithoutBooksIsTakenOffIt() {
		this.replica.call("ZADD", key("spenders:" + this.before), 4, user());
		this.replica.call("ZADD", key("spenders:" + this.before), 3, "erased-fedcba9876543210");
		this.replica.work(this.replica.open(this.tenant), ALL);
		assertThat(spenders(this.before).toString()).contains("erased-fedcba9876543210, 3", ", 4")
			.doesNotContain(user());
	}

	private void spend(String day, Caller user, int amount) {
		for (String scope : List.of("tenant", "credential:key", "user:" + user.tag())) {
			this.replica.call("HINCRBY", books(day + ":" + scope), "spent", amount);
			this.replica.call("PEXPIRE", books(day + ":" + scope), 3_600_000);
		}
		this.replica.call("ZADD", key("spenders:" + day), amount, user.tag().value());
		this.replica.call("PEXPIRE", key("spenders:" + day), 3_600_000);
		this.replica.call("ZADD", key("users"), 20_000, user.tag().value());
	}

	private void reserve(String reservation, int amount, Instant deadline) {
		this.replica.call("HSET", key("reservation:" + reservation), "state", "open", "day", this.today, "scopes",
				"tenant user:" + user() + " run:run_1", "model", "m", "amount", amount);
		this.replica.call("ZADD", key("reservations"), deadline.toEpochMilli(), reservation);
		this.replica.call("HSET", books(this.today + ":tenant"), "reserved", amount);
		this.replica.call("HSET", books(this.today + ":user:" + user()), "reserved", amount);
		this.replica.call("HSET", books("run:run_1"), "reserved", amount);
	}

	private String user() {
		return this.users.getFirst().tag().value();
	}

	private @Nullable Object spent(String day, String scope) {
		return this.replica.call("HGET", books(day + ":" + scope), "spent");
	}

	private long ttl(String key) {
		return (Long) Objects.requireNonNull(this.replica.call("PTTL", key));
	}

	private List<?> spenders(String day) {
		return (List<?>) Objects
			.requireNonNull(this.replica.call("ZRANGE", key("spenders:" + day), 0, -1, "WITHSCORES"));
	}

	private String books(String scope) {
		return key("budget:" + scope);
	}

	private String key(String suffix) {
		return "as:{" + this.tag + "}:" + suffix;
	}

	private TenantErasure stored(String id) {
		return this.replica.scripts().find(id).orElseThrow().erasure();
	}

	private String at(String id) {
		return stored(id).place().cursor();
	}

	private StoreReport budget(String id) {
		return Objects.requireNonNull(stored(id).stores().get("budget"));
	}

}
