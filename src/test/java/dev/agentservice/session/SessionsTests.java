package dev.agentservice.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

@OnSingleAndCluster
class SessionsTests {

	private final Caller jane = Replica.somebody();

	private final TestRedis redis;

	private final Replica replica;

	SessionsTests(RedisTopology topology) {
		this.redis = topology.redis();
		this.replica = new Replica(this.redis,
				Map.of("agent-service.session.max-turns", "5", "agent-service.session.load-turns", "3"));
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void aSessionIsMadeAtFirstUse() {
		try (OpenSession open = this.replica.open(this.jane, "s", "run_1")) {
			assertThat(open.turns()).isEmpty();
			assertThat(open.sessionId()).isEqualTo("s");
			assertThat(open.owner()).isEqualTo("run_1:1");
			this.replica.sessions().append(open, Replica.turn("run_1"));
		}
		assertThat(this.replica.sessions().find(this.jane, new SessionId("s"))).isEqualTo(new Session("s", "assistant",
				Replica.turn("run_1").at(), Replica.turn("run_1").at(), List.of(Replica.turn("run_1"))));
	}

	@Test
	void theNextRunSeesTheLatestTurnsOldestFirst() {
		IntStream.rangeClosed(1, 4).forEach((n) -> this.replica.converse(this.jane, "s", "run_" + n));
		try (OpenSession open = this.replica.open(this.jane, "s", "run_5")) {
			assertThat(open.turns()).extracting(Turn::runId).containsExactly("run_2", "run_3", "run_4");
		}
	}

	@Test
	void theOldestTurnsAreDroppedBeyondTheMaximum() {
		IntStream.rangeClosed(1, 8).forEach((n) -> this.replica.converse(this.jane, "s", "run_" + n));
		assertThat(this.replica.sessions().find(this.jane, new SessionId("s")).turns()).extracting(Turn::runId)
			.containsExactly("run_4", "run_5", "run_6", "run_7", "run_8");
		assertThat(this.replica.call(this.jane, "HLEN", "session:s")).isEqualTo(6L);
	}

	@Test
	void aSmallerMaximumDropsAllThatIsTooMuch() {
		try (Replica generous = new Replica(this.redis)) {
			IntStream.rangeClosed(1, 9).forEach((n) -> generous.converse(this.jane, "s", "run_" + n));
		}
		this.replica.converse(this.jane, "s", "run_10");
		assertThat(this.replica.call(this.jane, "HLEN", "session:s")).isEqualTo(6L);
	}

	@Test
	void openingAndAppendingIsOneRoundTripEach() {
		this.replica.converse(this.jane, "s", "run_1");
		long before = this.redis.scriptCount();
		this.replica.converse(this.jane, "s", "run_2");
		assertThat(this.redis.scriptCount() - before).isEqualTo(2);
	}

	@Test
	void withoutASessionNothingIsKept() {
		try (OpenSession open = this.replica.sessions().open(this.jane, null, "assistant", "run_1", Duration.ZERO)) {
			this.replica.sessions().append(open, Replica.turn("run_1"));
			assertThat(open.epoch()).isEqualTo(this.replica.call(this.jane, "GET", "epoch"));
			assertThat(open.turns()).isEmpty();
			assertThat(open.lost()).isFalse();
		}
		assertThat(this.replica.sessions().list(this.jane, null, 10).sessions()).isEmpty();
	}

	@Test
	void sessionsAreListedPageByPageInTheOrderOfTheirIds() {
		List.of("b", "a", "d", "c", "e").forEach((id) -> this.replica.converse(this.jane, id, "run_" + id));
		SessionPage first = this.replica.sessions().list(this.jane, null, 2);
		SessionPage second = this.replica.sessions().list(this.jane, new SessionId("b"), 2);
		SessionPage last = this.replica.sessions().list(this.jane, new SessionId("d"), 2);
		assertThat(first.sessions()).extracting(SessionSummary::id).containsExactly("a", "b");
		assertThat(first.next()).isEqualTo("b");
		assertThat(second.sessions()).extracting(SessionSummary::id).containsExactly("c", "d");
		assertThat(last.sessions()).extracting(SessionSummary::id).containsExactly("e");
		assertThat(last.next()).isNull();
	}

	@Test
	void aSummaryCountsTurns() {
		this.replica.converse(this.jane, "s", "run_1");
		this.replica.converse(this.jane, "s", "run_2");
		assertThat(this.replica.sessions().list(this.jane, null, 10).sessions())
			.containsExactly(new SessionSummary("s", "assistant", Replica.turn("").at(), Replica.turn("").at(), 2));
	}

	@Test
	void otherKeysOfTheUserAreNotListed() {
		this.replica.converse(this.jane, "s", "run_1");
		this.replica.call(this.jane, "ZADD", "keys", 0, "cache:x");
		this.replica.call(this.jane, "ZADD", "keys", 0, "sessions");
		assertThat(this.replica.sessions().list(this.jane, null, 10).sessions()).hasSize(1);
	}

	@Test
	void anExpiredSessionLeavesTheListAndTheIndex() {
		List.of("a", "b", "c").forEach((id) -> this.replica.converse(this.jane, id, "run_" + id));
		this.replica.call(this.jane, "PEXPIRE", "session:a", 1);
		await().until(() -> !this.replica.exists(this.jane, "session:a"));
		assertThat(this.replica.sessions().list(this.jane, null, 2).sessions()).extracting(SessionSummary::id)
			.containsExactly("b", "c");
		assertThat(this.replica.call(this.jane, "ZCARD", "keys")).isEqualTo(2L);
	}

	@Test
	void theIndexOfAUserWhoNeverListsDoesNotGrowForever() {
		for (int n = 0; n < 60; n++) {
			this.replica.converse(this.jane, "s" + n, "run_" + n);
			this.replica.call(this.jane, "DEL", "session:s" + n);
		}
		assertThat((Long) this.replica.call(this.jane, "ZCARD", "keys")).isLessThan(15L);
	}

	@Test
	void appendingRenewsTheLifeOfTheSession() {
		this.replica.converse(this.jane, "s", "run_1");
		this.replica.call(this.jane, "PEXPIRE", "session:s", 60_000);
		this.replica.converse(this.jane, "s", "run_2");
		assertThat((Long) this.replica.call(this.jane, "PTTL", "session:s")).isBetween(Duration.ofDays(29).toMillis(),
				Duration.ofDays(30).toMillis());
	}

	@Test
	void aDeletedSessionIsGone() {
		this.replica.converse(this.jane, "s", "run_1");
		this.replica.sessions().delete(this.jane, new SessionId("s"));
		assertNotFound(() -> this.replica.sessions().find(this.jane, new SessionId("s")));
		assertNotFound(() -> this.replica.sessions().delete(this.jane, new SessionId("s")));
		assertThat(this.replica.sessions().list(this.jane, null, 10).sessions()).isEmpty();
	}

	@Test
	void aSessionIsNotDeletedUnderARunningTurn() {
		this.replica.converse(this.jane, "s", "run_1");
		try (OpenSession _ = this.replica.open(this.jane, "s", "run_2")) {
			assertThatExceptionOfType(ProblemException.class)
				.isThrownBy(() -> this.replica.sessions().delete(this.jane, new SessionId("s")))
				.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.SESSION_BUSY));
		}
		this.replica.sessions().delete(this.jane, new SessionId("s"));
	}

	@Test
	void somebodyElsesSessionIsNotFound() {
		this.replica.converse(this.jane, "s", "run_1");
		Caller joe = Replica.somebody();
		assertNotFound(() -> this.replica.sessions().find(joe, new SessionId("s")));
		assertNotFound(() -> this.replica.sessions().delete(joe, new SessionId("s")));
		assertThat(this.replica.sessions().list(joe, null, 10).sessions()).isEmpty();
	}

	@Test
	void anIdWithASeparatorOfKeysIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.replica.open(this.jane, "a:b", "run_1"));
	}

	private static void assertNotFound(Runnable action) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(action::run)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
	}

}
