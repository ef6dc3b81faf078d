package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.agentservice.run.owner.Claim.Reason;
import dev.agentservice.run.owner.Claim.Refused;
import dev.agentservice.run.owner.WaitingRuns.Known;
import dev.agentservice.run.owner.WaitingRuns.Waiting;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.order.QueueTerms;
import dev.agentservice.run.queue.QueuePlace;
import dev.agentservice.run.queue.Release;
import dev.agentservice.run.queue.TakenRun;
import dev.agentservice.run.record.RunState.Cancelled;
import dev.agentservice.run.record.RunState.Queued;
import dev.agentservice.run.record.RunState.Rejected;
import dev.agentservice.run.record.RunState.Succeeded;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Runs that wait: from their record to a worker, or to an end without one.
 */
@OnSingleAndCluster
@BesideOthers
class WaitingRunTests extends WaitingFixture {

	WaitingRunTests(RedisTopology topology) {
		super(topology);
	}

	@Test
	void whatIsAcceptedIsExecutedElsewhere() {
		accept("run_1");
		assertThat(state("run_1")).isEqualTo(new Queued(0));
		TakenRun taken = take();
		OwnedRun run = claimed(taken);
		assertThat(run.attempt()).isEqualTo(1);
		assertThat(run.first()).isEqualTo(1);
		assertThat(run.resumption().resumed()).isNull();
		assertThat(run.order().input().task()).isEqualTo("task of run_1");
		assertThat(this.second.succeed(run)).isEqualTo(FinishOutcome.SUCCEEDED);
		this.second.queue().release(taken, new Release.Over());
		assertThat(state("run_1")).isInstanceOf(Succeeded.class);
		assertThat(this.first.queue().where("run_1")).isEqualTo(QueuePlace.NONE);
		assertThat(this.first.redis().live(this.jane.tag())).isEmpty();
	}

	@Test
	void aRepeatIsTheSameRun() {
		accept("run_1");
		assertThat(record("run_2")).isEqualTo(new Known("run_1"));
		TakenRun taken = take();
		OwnedRun run = claimed(taken);
		assertThat(record("run_3")).isEqualTo(new Known("run_1"));
		this.second.succeed(run);
		this.second.queue().release(taken, new Release.Over());
		assertThat(record("run_4")).isEqualTo(new Known("run_1"));
		assertThat(this.second.take()).isNull();
	}

	@Test
	void aRepeatOfWhatMayGoOnQueuesTheNextAttempt() {
		accept("run_1");
		TakenRun taken = take();
		OwnedRun run = claimed(taken);
		this.second.journals().record(run, 0, "{\"v\":1}", "").join();
		this.second.fail(run);
		this.second.queue().release(taken, new Release.Over());
		Waiting again = this.first.accept(Tickets.async(this.jane, null, "key", "run_2"));
		assertThat(again.runId()).isEqualTo("run_1");
		assertThat(state("run_1")).isEqualTo(new Queued(1));
		OwnedRun next = claimed(take());
		assertThat(next.attempt()).isEqualTo(2);
		assertThat(next.finished()).containsExactly("{\"v\":1}");
		assertThat(this.first.redis().events(this.jane, "run_1")).as("a retry begins anew").isEmpty();
	}

	@Test
	void aClientThatWaitsIsToldThatTheRunIsInProgress() {
		accept("run_1");
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.second.begin(Tickets.keyed(this.jane, null, "key", "this", "run_2")))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.RUN_IN_PROGRESS));
	}

	@Test
	void aQueuedRunIsCancelledAtOnce() {
		accept("run_1");
		assertThat(this.second.cancel(this.jane.tag(), "run_1").state()).isInstanceOf(Cancelled.class);
		assertThat(this.second.take()).isNull();
		assertThat(this.first.redis().live(this.jane.tag())).isEmpty();
		assertThat(this.first.redis().call(this.jane, "HGET", "run:run_1", "input")).isNull();
	}

	@Test
	void whoTakesACancelledRunFindsItOver() {
		accept("run_1");
		TakenRun taken = take();
		this.first.cancel(this.jane.tag(), "run_1");
		assertThat(this.second.claim(taken)).isEqualTo(new Refused(Reason.OVER));
	}

	@Test
	void whatExpiredIsRejected() {
		this.first
			.accept(Tickets.async(this.jane, null, "key", "run_1", new QueueTerms(Duration.ofMillis(1), 0, false)));
		TakenRun taken = take();
		await().pollDelay(Duration.ofMillis(10)).until(() -> true);
		assertThat(this.second.claim(taken)).isEqualTo(new Refused(Reason.EXPIRED));
		this.second.queue().release(taken, new Release.Later(Duration.ofHours(1)));
		look();
		assertThat(state("run_1")).isInstanceOfSatisfying(Rejected.class,
				(rejected) -> assertThat(rejected.data()).contains("\"run_expired\""));
		assertThat(this.first.redis().live(this.jane.tag())).isEmpty();
		assertThat(record("run_2")).as("final").isEqualTo(new Known("run_1"));
	}

	@Test
	void whatWasErasedIsNeverBegun() {
		accept("run_1");
		TakenRun taken = take();
		this.first.redis().call(this.jane, "SET", "epoch", "another");
		assertThat(this.second.claim(taken)).isEqualTo(new Refused(Reason.ERASED));
		this.second.queue().release(taken, new Release.Over());
		assertThat(this.first.redis().live(this.jane.tag())).isEmpty();
	}

	@Test
	void whoeverEndsTheSessionsRunCallsTheNextUp() {
		OwnedRun other = this.first.begin(Tickets.plain(this.jane, "s", "run_0"));
		this.first.accept(Tickets.async(this.jane, "s", "key", "run_1"));
		TakenRun taken = take();
		assertThat(this.second.claim(taken)).isEqualTo(new Refused(Reason.BUSY));
		this.second.queue().release(taken, new Release.Later(Duration.ofHours(1)));
		assertThat(this.second.take()).isNull();
		this.first.succeed(other);
		await().until(() -> this.second.queue().where("run_1") == QueuePlace.LANE);
		assertThat(claimed(take()).session().turns()).hasSize(1);
	}

	@Test
	void whatNobodyOfferedIsOfferedByTheReaper() {
		this.first.waiting()
			.record(Tickets.async(this.jane, null, "key", "run_1"),
					this.first.registry().announce(Tickets.async(this.jane, null, "key", "run_1")));
		assertThat(this.second.take()).isNull();
		look();
		assertThat(claimed(take()).id()).isEqualTo("run_1");
	}

	@Test
	void aRefusedRunWasNeverThere() {
		Waiting run = (Waiting) record("run_1");
		this.first.waiting().refuse(run, new ProblemException(ProblemCode.BUDGET_EXCEEDED, "Nothing left."));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> state("run_1"));
		await().until(() -> this.first.redis().live(this.jane.tag()).isEmpty());
		assertThat(this.first.redis().exists(this.jane, "idem:key")).isFalse();
		accept("run_2");
	}

	@Test
	void allKeysLiveUntilTheRunHasExpiredAndThenAsLongAsRunsAreKept() {
		accept("run_1");
		OwnedRun run = claimed(take());
		this.second.journals().record(run, 0, "{\"v\":1}", "").join();
		long life = Duration.ofDays(7).plusMinutes(50).toMillis();
		for (String key : List.of("run:run_1", "run:run_1:steps", "idem:key")) {
			assertThat((Long) Objects.requireNonNull(this.first.redis().call(this.jane, "PTTL", key))).as(key)
				.isGreaterThan(life);
		}
	}

}
