package dev.agentservice.run.owner;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.run.order.OnDisconnect;
import dev.agentservice.run.order.RunMode;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.order.RunOrder.Delivery;
import dev.agentservice.run.order.RunOrder.Input;
import dev.agentservice.run.order.RunOrder.Terms;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.owner.Claim.Claimed;
import dev.agentservice.run.owner.Claim.Reason;
import dev.agentservice.run.owner.Claim.Refused;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.run.record.RunState.Failed;
import dev.agentservice.run.record.RunState.Running;
import dev.agentservice.run.record.RunState.Succeeded;
import dev.agentservice.run.record.WriteOutcome;
import dev.agentservice.session.Message;
import dev.agentservice.support.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * Runs that another replica takes over without having heard of their client's request.
 */
@OnSingleAndCluster
@BesideOthers
class ClaimTests {

	private final Caller jane = Tickets.somebody();

	/** Its runs die when a test says so. */
	private final RunReplica first;

	private final RunReplica second;

	ClaimTests(RedisTopology topology) {
		TestRedis redis = topology.own(ClaimTests.class);
		this.first = RunReplica.withLease(redis, "10m");
		this.second = RunReplica.withLease(redis, "10m");
	}

	@AfterEach
	void close() {
		this.first.close();
		this.second.close();
	}

	@Test
	void whoClaimsARunGetsItsWholeOrder() {
		RunOrder order = everything();
		OwnedRun run = this.first.begin(new RunTicket("run_1", order, Tickets.stored("key", "this")));
		this.first.journals().record(run, 0, "{\"step\":1}", "").join();
		die(run);
		OwnedRun claimed = claimed("run_1");
		assertThat(claimed.order()).isEqualTo(order);
		assertThat(claimed.attempt()).isEqualTo(2);
		assertThat(claimed.finished()).containsExactly("{\"step\":1}");
		assertThat(claimed.session().epoch()).isEqualTo(run.session().epoch());
		assertThat(this.second.records().find(this.jane.tag(), "run_1").state()).isEqualTo(new Running(2));
		assertThat(this.second.succeed(claimed)).isEqualTo(FinishOutcome.SUCCEEDED);
		assertThat(this.second.records().find(this.jane.tag(), "run_1").state()).isInstanceOf(Succeeded.class);
		assertThat(this.second.begin(Tickets.plain(this.jane, "s", "run_2")).session().turns()).hasSize(1);
	}

	@Test
	void theOwnerBeforeWritesNothingAnyMore() {
		OwnedRun run = detached("run_1");
		die(run);
		claimed("run_1");
		assertThat(this.first.journals().record(run, 0, "{\"step\":1}", "").join()).isEqualTo(WriteOutcome.FENCED_OFF);
		assertThat(this.first.succeed(run)).isEqualTo(FinishOutcome.FENCED_OFF);
	}

	@Test
	void aRunAtWorkIsLeftAlone() {
		detached("run_1");
		assertRefused("run_1", Reason.OWNED);
		await().untilAsserted(
				() -> assertThat(this.second.redis().live(this.jane.tag())).as("announced by its owner alone")
					.hasSize(1));
	}

	@Test
	void aRunThatIsOverStaysSo() {
		OwnedRun run = detached("run_1");
		this.first.succeed(run);
		assertRefused("run_1", Reason.OVER);
		OwnedRun refused = this.first.begin(Tickets.detached(this.jane, "s", "key2", "run_2"));
		this.first.finish(refused, null, new Ending("rejected", "run.failed", "{}", false));
		assertRefused("run_2", Reason.OVER);
	}

	@Test
	void aRunThatFailedMayContinue() {
		this.first.fail(detached("run_1"));
		assertThat(this.first.records().find(this.jane.tag(), "run_1").state()).isInstanceOf(Failed.class);
		assertThat(claimed("run_1").attempt()).isEqualTo(2);
	}

	@Test
	void onlyTheClientCanBringAgainWhatIsNotStored() {
		die(this.first.begin(Tickets.keyed(this.jane, "key", "run_1")));
		assertRefused("run_1", Reason.NOT_STORED);
		assertRefused("run_2", Reason.GONE);
	}

	@Test
	void aSessionHasOneRunAtATime() {
		die(detached("run_1"));
		this.first.reaper().reap(this.jane.tag(), "run_1");
		OwnedRun other = this.second.begin(Tickets.plain(this.jane, "s", "run_2"));
		assertRefused("run_1", Reason.BUSY);
		this.second.fail(other);
		assertThat(claimed("run_1").attempt()).as("a refused claim is no attempt").isEqualTo(2);
	}

	@Test
	void whatWasErasedIsNotBegunAgain() {
		die(detached("run_1"));
		this.first.redis().call(this.jane, "SET", "epoch", "another");
		assertRefused("run_1", Reason.ERASED);
		this.first.redis().call(this.jane, "DEL", "epoch");
		assertRefused("run_1", Reason.ERASED);
		assertThat(this.first.redis().contents(this.jane)).as("no claim makes an epoch").doesNotContainKey("epoch");
	}

	@Test
	void theClientsRetryAndAClaimAreTheSameRun() {
		die(detached("run_1"));
		this.second.fail(claimed("run_1"));
		OwnedRun retried = this.first.begin(Tickets.detached(this.jane, "s", "key", "run_9"));
		assertThat(retried.id()).isEqualTo("run_1");
		assertThat(retried.order().input().task()).isEqualTo("task of run_1");
	}

	@Test
	void nothingOfTheOrderStaysBehindTheEnd() {
		OwnedRun run = detached("run_1");
		assertThat(input("run_1")).isNotNull();
		this.first.succeed(run);
		assertThat(input("run_1")).isNull();
		long before = this.first.stored(this.jane);
		this.first.succeed(this.first.begin(Tickets.keyed(this.jane, null, "key2", "this", "run_2")));
		long plain = this.first.stored(this.jane) - before;
		this.first.succeed(this.first.begin(Tickets.detached(this.jane, null, "key3", "run_3")));
		assertThat(this.first.stored(this.jane) - before).as("bytes counted").isEqualTo(2 * plain);
	}

	@Test
	void whatARunHasFinishedLivesAsLongAsItsRecord() {
		OwnedRun run = detached("run_1");
		this.first.journals().record(run, 0, "{\"step\":1}", "").join();
		this.first.redis().call(this.jane, "PEXPIRE", "run:run_1:steps", 60_000);
		this.first.fail(run);
		assertLivesAsLongAsTheRecord("run:run_1:steps");
		this.first.redis().call(this.jane, "PEXPIRE", "run:run_1:steps", 60_000);
		assertThat(claimed("run_1").finished()).hasSize(1);
		assertLivesAsLongAsTheRecord("run:run_1:steps");
	}

	@Test
	void aRunThatWasToBeForgottenSoonIsKeptLikeAllOthersOnceItIsClaimed() {
		OwnedRun run = detached("run_1");
		this.first.refuse(run, RunReplica.BROKEN);
		assertThat(claimed("run_1").attempt()).isEqualTo(2);
		assertThat(this.first.redis().call(this.jane, "HGET", "run:run_1", "slight")).isNull();
		assertLivesAsLongAsTheRecord("idem:key");
	}

	@Test
	void howTheAnswerComesBackIsForTheRetryToSay() {
		this.first.fail(detached("run_1"));
		OwnedRun retried = this.second.begin(Tickets.keyed(this.jane, "s", "key", "this", "run_2"));
		assertThat(retried.id()).isEqualTo("run_1");
		assertThat(retried.order().delivery().onDisconnect()).isEqualTo(OnDisconnect.CANCEL);
	}

	private void assertLivesAsLongAsTheRecord(String key) {
		long record = (Long) Objects.requireNonNull(this.first.redis().call(this.jane, "PTTL", "run:run_1"));
		assertThat((Long) this.first.redis().call(this.jane, "PTTL", key)).isCloseTo(record, within(1_000L));
	}

	private RunOrder everything() {
		Caller caller = new Caller(this.jane.tenant(), this.jane.user(), this.jane.tag(), "key",
				Set.of(Scope.AGENT, Scope.OPS));
		List<Message> history = List.of(new Message.User("Before?"), new Message.Assistant("Before.", List.of()));
		return new RunOrder(caller, "assistant", "revision-1",
				new Input("17 * 3 = ? ü\u0000\"", history, "s", true, true),
				new Terms(new BigDecimal("0.25"), 77, true), new Delivery(RunMode.STREAM, OnDisconnect.DETACH, false),
				Instant.parse("2026-11-23T08:00:00.123Z"), Map.of("order", "7"),
				new ResolvedFlags(Map.of("parallel-tool-execution", false)));
	}

	private OwnedRun detached(String run) {
		return this.first.begin(Tickets.detached(this.jane, "s", "key", run));
	}

	/** Its owner is never heard of again. */
	private void die(OwnedRun run) {
		this.first.redis().call(this.jane, "HSET", "run:" + run.id(), "lease", 0);
	}

	private Claim claim(String run) {
		return this.second.claim(this.jane.tag(), run);
	}

	private OwnedRun claimed(String run) {
		return switch (claim(run)) {
			case Claimed(OwnedRun claimed) -> claimed;
			case Refused(Reason reason) -> throw new AssertionError("refused: " + reason);
		};
	}

	private void assertRefused(String run, Reason reason) {
		assertThat(claim(run)).isEqualTo(new Refused(reason));
	}

	private @Nullable Object input(String run) {
		return this.first.redis().call(this.jane, "HGET", "run:" + run, "input");
	}

}
