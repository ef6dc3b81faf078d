package dev.agentservice.run.owner;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.session.Message;
import dev.agentservice.session.SessionId;
import dev.agentservice.session.Turn;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.LuaScript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What the scripts of runs and conversations count of what they store.
 */
@BesideOthers
@OnSingleAndCluster
class StoredBytesTests {

	private static final LuaScript<Long> MEMORY = LuaScript.number("test-memory");

	private final Caller jane = Tickets.somebody();

	private final TestRedis redis;

	private final RunReplica replica;

	StoredBytesTests(RedisTopology topology) {
		this.redis = topology.own(StoredBytesTests.class);
		this.replica = new RunReplica(this.redis);
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void neverLessIsCountedThanRedisHolds() {
		assertThat(counted()).isZero();
		for (int i = 0; i < 40; i++) {
			OwnedRun run = this.replica.begin((i % 2 == 0) ? Tickets.streamed(this.jane, "s" + i % 3, "run_" + i)
					: Tickets.keyed(this.jane, "s" + i % 3, "key-" + i, "this", "run_" + i));
			this.replica.append(run, "run.started", "step.started", "answer.delta", "answer.delta");
			this.replica.journals().record(run, 0, "x".repeat(10 + 97 * i), "").join();
			FinishOutcome end = (i % 5 == 0) ? this.replica.fail(run)
					: this.replica.finish(run, turn(run.id(), 13 * i * i), RunReplica.ANSWERED, "answer.delta");
			assertThat(end).isIn(FinishOutcome.FAILED, FinishOutcome.SUCCEEDED);
			assertThat(counted()).as("after %d runs", i + 1).isGreaterThanOrEqualTo(held());
		}
		assertThat(counted()).as("and not many times as much").isLessThan(4 * held());
	}

	@Test
	void whatIsDeletedOrWithdrawnIsCountedNoMore() {
		this.replica.converse(this.jane, "other", "run_0");
		long before = counted();
		this.replica.registry().withdraw(this.replica.begin(Tickets.keyed(this.jane, "key", "run_1")));
		assertThat(counted()).isEqualTo(before);
		OwnedRun run = this.replica.begin(Tickets.plain(this.jane, "s", "run_2"));
		this.replica.finish(run, turn("run_2", 50_000), RunReplica.ANSWERED);
		assertThat(counted()).isGreaterThan(before + 50_000);
		this.replica.sessions().delete(this.jane, new SessionId("s"));
		assertThat(counted()).isLessThan(before + 10_000);
	}

	@Test
	void whatBelongsToAProviderAloneIsCountedAndDeletedWithItsTurn() {
		this.replica.converse(this.jane, "other", "run_0");
		long before = counted();
		Message thoughtful = new Message.Assistant(null, List.of(new Message.ToolCall("call_1", "wave", "{}")),
				new Message.Opaque("anthropic", "z".repeat(50_000)));
		this.replica.finish(this.replica.begin(Tickets.plain(this.jane, "s", "run_1")),
				new Turn("run_1", Instant.EPOCH, List.of(new Message.User("Hi"), thoughtful), false),
				RunReplica.ANSWERED);
		assertThat(counted()).isGreaterThan(before + 50_000).isGreaterThanOrEqualTo(held());
		this.replica.sessions().delete(this.jane, new SessionId("s"));
		assertThat(counted()).isLessThan(before + 10_000);
		assertThat(this.replica.redis().contents(this.jane).toString()).doesNotContain("zzzz");
	}

	@Test
	void aConversationThatLivesOnIsCountedOnceAndForAsLongAsItLives() {
		for (int i = 0; i < 20; i++) {
			OwnedRun run = this.replica.begin(Tickets.plain(this.jane, "s", "run_" + i));
			this.replica.finish(run, turn("run_" + i, 10_000), RunReplica.ANSWERED);
		}
		assertThat(counted()).isBetween(200_000L, 400_000L);
		Object account = this.replica.redis().call(this.jane, "HGET", "session:s", "stored");
		assertThat(String.valueOf(account)).matches("\\d{6} \\d{6}");
		long hour = Long.parseLong(String.valueOf(account).split(" ", -1)[1]);
		assertThat(Instant.ofEpochSecond(hour * 3600)).isBetween(Instant.now().plus(Duration.ofDays(30)),
				Instant.now().plus(Duration.ofDays(31)));
	}

	@Test
	void whatHasExpiredCountsNothingAndIsForgottenAtTheNextAdmission() {
		this.replica.converse(this.jane, "s", "run_0");
		long before = counted();
		long passed = Instant.now().getEpochSecond() / 3600;
		this.replica.redis().call(this.jane, "HSET", "stored", passed, 1_000_000, passed - 24, -5_000_000);
		assertThat(counted()).isEqualTo(before);
		this.replica.converse(this.jane, "s", "run_1");
		assertThat(this.replica.redis().call(this.jane, "HEXISTS", "stored", passed)).isEqualTo(0L);
	}

	@Test
	void whoHasStoredAllThatMayBeStoredIsToldSoAndUntilWhenAndRepeatsAreStillAnswered() {
		try (RunReplica tight = new RunReplica(this.redis, Map.of("agent-service.storage.user-limit", "60KB"))) {
			OwnedRun run = tight.begin(Tickets.keyed(this.jane, "s", "key", "this", "run_1"));
			tight.finish(run, turn("run_1", 60_000), RunReplica.ANSWERED);
			var before = tight.redis().contents(this.jane);
			assertThatExceptionOfType(ProblemException.class)
				.isThrownBy(() -> tight.begin(Tickets.plain(this.jane, "s", "run_2")))
				.satisfies((problem) -> {
					assertThat(problem.code()).isEqualTo(ProblemCode.STORAGE_EXCEEDED);
					assertThat(problem.properties()).containsEntry("scope", "user")
						.containsEntry("limit_bytes", 61_440L);
					assertThat(problem.retryAfter()).isBetween(Duration.ZERO, Duration.ofDays(8));
				});
			assertThat(tight.redis().contents(this.jane)).isEqualTo(before);
			assertThat(tight.registry().register(Tickets.keyed(this.jane, "s", "key", "this", "run_3")))
				.isEqualTo(new Registration.Repeated("run_1"));
			Caller other = Tickets.somebody();
			tight.succeed(tight.begin(Tickets.plain(other, "s", "run_4")));
			tight.sessions().delete(this.jane, new SessionId("s"));
			tight.begin(Tickets.plain(this.jane, "s", "run_5"));
		}
	}

	@Test
	void ofARunThatNeverCalledAModelLittleIsKeptAndNotForLong() {
		OwnedRun run = this.replica.begin(Tickets.keyed(this.jane, null, "key", "this", "run_1"));
		FinishOutcome refused = this.replica.refuse(run,
				Ending.failed(new ProblemException(ProblemCode.BUDGET_EXCEEDED, "No.")));
		assertThat(refused).isEqualTo(FinishOutcome.REJECTED);
		assertThat(this.replica.records().find(this.jane.tag(), "run_1").metadata()).isEmpty();
		assertThat(ttl("run:run_1")).isBetween(Duration.ofHours(5), Duration.ofHours(6));
		for (Object key : keys(this.jane)) {
			assertThat(ttl(String.valueOf(key))).as(String.valueOf(key)).isLessThanOrEqualTo(Duration.ofHours(6));
		}
		OwnedRun again = this.replica.begin(Tickets.keyed(this.jane, null, "key", "this", "run_2"));
		assertThat(again.attempt()).isEqualTo(2);
		this.replica.succeed(again);
		assertThat(this.replica.records().find(this.jane.tag(), "run_1").metadata()).containsEntry("order", "7");
		assertThat(ttl("run:run_1")).isGreaterThan(Duration.ofDays(6));
	}

	@Test
	void aRunThatCalledAModelBeforeItWasRefusedIsKeptAsLongAsAny() {
		this.replica.fail(this.replica.begin(Tickets.keyed(this.jane, null, "key", "this", "run_1")));
		this.replica.refuse(this.replica.begin(Tickets.keyed(this.jane, null, "key", "this", "run_2")),
				RunReplica.BROKEN);
		assertThat(this.replica.records().find(this.jane.tag(), "run_1").metadata()).containsEntry("order", "7");
		assertThat(ttl("run:run_1")).isGreaterThan(Duration.ofDays(6));
	}

	@Test
	void aTenantsBooksAddUpItsUsersAndAreReadAgainWhenSomethingHasExpired() {
		Caller joe = Tickets.somebody();
		String tenant = "as:{" + this.replica.tenantOf(this.jane) + "}:stored";
		long others = this.replica.redis().total(tenant);
		this.replica.converse(this.jane, "s", "run_0");
		this.replica.converse(joe, "s", "run_0");
		await().untilAsserted(() -> assertThat(this.replica.redis().total(tenant))
			.isEqualTo(others + counted() + this.replica.stored(joe)));
		for (Object key : keys(joe)) {
			this.replica.redis().call(joe, "DEL", String.valueOf(key));
		}
		this.replica.redis().call(joe, "DEL", "stored");
		this.replica.redis().call(joe, "HSET", "stored", "tenant", this.replica.tenantOf(joe));
		this.replica.redis().dueNow(tenant + ":due", joe.tag());
		this.replica.converse(this.jane, "s", "run_1");
		await().untilAsserted(() -> assertThat(this.replica.redis().total(tenant))
			.isEqualTo(others + counted() + this.replica.stored(joe)));
	}

	private long counted() {
		return this.replica.stored(this.jane);
	}

	private long held() {
		return this.replica.redis().run(MEMORY, this.jane, "epoch");
	}

	private List<?> keys(Caller caller) {
		return (List<?>) Objects.requireNonNull(this.replica.redis().call(caller, "ZRANGE", "keys", 0, -1));
	}

	private Duration ttl(String suffix) {
		return Duration.ofMillis((Long) Objects.requireNonNull(this.replica.redis().call(this.jane, "PTTL", suffix)));
	}

	private static Turn turn(String run, int characters) {
		return new Turn(run, Instant.parse("2026-11-23T09:30:00Z"),
				List.of(new Message.User("y".repeat(characters)), new Message.Assistant("Fine.", List.of())), false);
	}

}
