package dev.agentservice.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.run.owner.RunReplica;
import dev.agentservice.run.owner.Tickets;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

@BesideOthers
@OnSingleAndCluster
class SessionsTests {

	private final Caller jane = Tickets.somebody();

	private final TestRedis redis;

	@AutoClose
	private final RunReplica replica;

	SessionsTests(RedisTopology topology) {
		this.redis = topology.own(SessionsTests.class);
		this.replica = new RunReplica(this.redis,
				Map.of("agent-service.session.max-turns", "5", "agent-service.session.load-turns", "3"));
	}

	@Test
	void aSessionIsMadeAtFirstUse() {
		OwnedRun run = begin("s", "run_1");
		assertThat(run.session().turns()).isEmpty();
		this.replica.succeed(run);
		assertThat(this.replica.sessions().find(this.jane, new SessionId("s"))).isEqualTo(new Session("s", "assistant",
				RunReplica.turn("run_1").at(), RunReplica.turn("run_1").at(), List.of(RunReplica.turn("run_1"))));
	}

	@Test
	void theNextRunSeesTheLatestTurnsOldestFirst() {
		IntStream.rangeClosed(1, 4).forEach((n) -> this.replica.converse(this.jane, "s", "run_" + n));
		assertThat(begin("s", "run_5").session().turns()).extracting(Turn::runId)
			.containsExactly("run_2", "run_3", "run_4");
	}

	@Test
	void theOldestTurnsAreDroppedBeyondTheMaximum() {
		IntStream.rangeClosed(1, 8).forEach((n) -> this.replica.converse(this.jane, "s", "run_" + n));
		assertThat(this.replica.sessions().find(this.jane, new SessionId("s")).turns()).extracting(Turn::runId)
			.containsExactly("run_4", "run_5", "run_6", "run_7", "run_8");
		assertThat(this.replica.redis().call(this.jane, "HLEN", "session:s")).as("five turns, head and stored bytes")
			.isEqualTo(7L);
	}

	@Test
	void aSmallerMaximumDropsAllThatIsTooMuch() {
		try (RunReplica generous = new RunReplica(this.redis)) {
			IntStream.rangeClosed(1, 9).forEach((n) -> generous.converse(this.jane, "s", "run_" + n));
		}
		this.replica.converse(this.jane, "s", "run_10");
		assertThat(this.replica.redis().call(this.jane, "HLEN", "session:s")).as("five turns, head and stored bytes")
			.isEqualTo(7L);
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
		assertThat(this.replica.sessions().list(this.jane, null, 10).sessions()).containsExactly(
				new SessionSummary("s", "assistant", RunReplica.turn("").at(), RunReplica.turn("").at(), 2));
	}

	@Test
	void otherKeysOfTheUserAreNotListed() {
		this.replica.converse(this.jane, "s", "run_1");
		this.replica.redis().call(this.jane, "ZADD", "keys", 0, "cache:x");
		this.replica.redis().call(this.jane, "ZADD", "keys", 0, "sessions");
		assertThat(this.replica.sessions().list(this.jane, null, 10).sessions()).hasSize(1);
	}

	@Test
	void anExpiredSessionLeavesTheListAndTheIndex() {
		List.of("a", "b", "c").forEach((id) -> this.replica.converse(this.jane, id, "run_" + id));
		this.replica.redis().call(this.jane, "PEXPIRE", "session:a", 1);
		await().until(() -> !this.replica.redis().exists(this.jane, "session:a"));
		assertThat(this.replica.sessions().list(this.jane, null, 2).sessions()).extracting(SessionSummary::id)
			.containsExactly("b", "c");
		assertThat(this.replica.redis().call(this.jane, "ZRANGEBYLEX", "keys", "[session:", "(session;"))
			.hasToString("[session:b, session:c]");
	}

	@Test
	void theIndexOfAUserWhoNeverListsDoesNotGrowForever() {
		for (int n = 0; n < 60; n++) {
			this.replica.converse(this.jane, "s" + n, "run_" + n);
			this.replica.redis().call(this.jane, "DEL", "session:s" + n);
			this.replica.redis().call(this.jane, "DEL", "run:run_" + n);
		}
		assertThat((Long) this.replica.redis().call(this.jane, "ZCARD", "keys")).isLessThan(15L);
	}

	@Test
	void appendingRenewsTheLifeOfTheSession() {
		this.replica.converse(this.jane, "s", "run_1");
		this.replica.redis().call(this.jane, "PEXPIRE", "session:s", 60_000);
		this.replica.converse(this.jane, "s", "run_2");
		assertThat((Long) this.replica.redis().call(this.jane, "PTTL", "session:s"))
			.isBetween(Duration.ofDays(29).toMillis(), Duration.ofDays(30).toMillis());
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
		OwnedRun run = begin("s", "run_2");
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.replica.sessions().delete(this.jane, new SessionId("s")))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.SESSION_BUSY));
		this.replica.succeed(run);
		this.replica.sessions().delete(this.jane, new SessionId("s"));
	}

	@Test
	void somebodyElsesSessionIsNotFound() {
		this.replica.converse(this.jane, "s", "run_1");
		Caller joe = Tickets.somebody();
		assertNotFound(() -> this.replica.sessions().find(joe, new SessionId("s")));
		assertNotFound(() -> this.replica.sessions().delete(joe, new SessionId("s")));
		assertThat(this.replica.sessions().list(joe, null, 10).sessions()).isEmpty();
	}

	@Test
	void anIdWithASeparatorOfKeysIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> begin("a:b", "run_1"));
		assertThat(this.replica.redis().exists(this.jane, "epoch")).isFalse();
	}

	private OwnedRun begin(String session, String run) {
		return this.replica.begin(Tickets.plain(this.jane, session, run));
	}

	private static void assertNotFound(Runnable action) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(action::run)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
	}

}
