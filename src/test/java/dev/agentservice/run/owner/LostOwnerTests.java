package dev.agentservice.run.owner;

import java.time.Duration;

import dev.agentservice.run.owner.Claim.Reason;
import dev.agentservice.run.owner.Claim.Refused;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.waiting.RedriveReply;
import dev.agentservice.run.owner.waiting.RequeueReply;
import dev.agentservice.run.queue.DeadRun;
import dev.agentservice.run.queue.TakenRun;
import dev.agentservice.run.record.RunState.Failed;
import dev.agentservice.run.record.RunState.Queued;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs that wait again, because their owner was lost or has left.
 */
@OnSingleAndCluster
@BesideOthers
class LostOwnerTests extends WaitingFixture {

	LostOwnerTests(RedisTopology topology) {
		super(topology);
	}

	@Test
	void aLostOwnersRunGoesOnWhereItWas() {
		accept("run_1");
		OwnedRun run = claimed(take());
		this.second.journals().record(run, 0, "{\"v\":1}", "").join();
		this.second.append(run, "run.started", "answer.delta");
		lose("run_1");
		assertThat(state("run_1")).isEqualTo(new Queued(1));
		OwnedRun next = claimed(take());
		assertThat(next.attempt()).isEqualTo(2);
		assertThat(next.finished()).containsExactly("{\"v\":1}");
		assertThat(next.resumption().resumed()).isEqualTo("lost");
		assertThat(next.resumption().answerBegun()).isTrue();
		assertThat(next.first()).as("earlier events stay").isEqualTo(3);
		assertThat(this.second.succeed(run)).isEqualTo(FinishOutcome.FENCED_OFF);
		assertThat(this.first.succeed(next)).isEqualTo(FinishOutcome.SUCCEEDED);
	}

	@Test
	void aDetachedRunOfALostOwnerIsQueued() {
		this.first.begin(Tickets.detached(this.jane, null, "key", "run_1"));
		lose("run_1");
		assertThat(state("run_1")).isEqualTo(new Queued(1));
		assertThat(claimed(take()).attempt()).isEqualTo(2);
	}

	@Test
	void aRunWhoseClientWaitsEndsWithItsOwner() {
		this.first.begin(Tickets.keyed(this.jane, null, "key", "this", "run_1"));
		lose("run_1");
		assertThat(state("run_1")).isInstanceOf(Failed.class);
	}

	@Test
	void whatLosesEveryOwnerIsDeadUntilItIsRedriven() {
		accept("run_1");
		for (int owner = 1; owner <= 4; owner++) {
			assertThat(claimed(take()).attempt()).isEqualTo(owner);
			lose("run_1");
		}
		assertThat(state("run_1")).isInstanceOfSatisfying(Failed.class,
				(failed) -> assertThat(failed.data()).contains("\"poisoned\""));
		String tenant = this.first.tenantOf(this.jane);
		assertThat(this.first.dead().list(tenant)).extracting(DeadRun::run).containsExactly("run_1");
		assertThat(this.first.waiting().redrive(this.jane.tag(), "run_1")).isEqualTo(RedriveReply.Outcome.QUEUED);
		assertThat(this.first.waiting().redrive(this.jane.tag(), "run_1")).isEqualTo(RedriveReply.Outcome.WAITS);
		OwnedRun next = claimed(take());
		assertThat(next.attempt()).isEqualTo(5);
		assertThat(this.second.succeed(next)).isEqualTo(FinishOutcome.SUCCEEDED);
		assertThat(this.first.waiting().redrive(this.jane.tag(), "run_1")).isEqualTo(RedriveReply.Outcome.OVER);
	}

	@Test
	void aDeadRunIsListedThoughWhoFoundItDiedBeforeItWas() {
		accept("run_1");
		for (int owner = 1; owner <= 4; owner++) {
			claimed(take());
			lose("run_1");
		}
		String tenant = this.first.tenantOf(this.jane);
		this.first.dead().remove(tenant, this.jane.tag(), "run_1");
		this.first.live().announce(this.jane.tag(), "run_1", Duration.ofMinutes(1));
		await().untilAsserted(() -> {
			look();
			assertThat(this.first.dead().list(tenant)).extracting(DeadRun::run).containsExactly("run_1");
		});
	}

	@Test
	void aRetryThatIsRefusedIsNotExecutedLater() {
		this.first.fail(this.first.begin(Tickets.detached(this.jane, "s", "key", "run_1")));
		this.first.registry().withdraw(this.first.begin(Tickets.detached(this.jane, "s", "key", "run_1")));
		await().until(() -> state("run_1") instanceof Failed);
	}

	@Test
	void aStepMeansThatTheRunGetsOn() {
		accept("run_1");
		for (int owner = 0; owner < 6; owner++) {
			OwnedRun run = claimed(take());
			this.second.journals().record(run, owner, "{\"v\":1}", "").join();
			lose("run_1");
		}
		assertThat(state("run_1")).isEqualTo(new Queued(6));
	}

	@Test
	void anOwnerThatLeavesHandsItsRunOver() {
		accept("run_1");
		TakenRun taken = take();
		OwnedRun run = claimed(taken);
		this.second.journals().record(run, 0, "{\"v\":1}", "").join();
		assertThat(this.second.handOver(run, taken)).isEqualTo(RequeueReply.Outcome.QUEUED);
		assertThat(this.second.succeed(run)).isEqualTo(FinishOutcome.FENCED_OFF);
		OwnedRun next = claimed(take());
		assertThat(next.resumption().resumed()).isEqualTo("handover");
		assertThat(next.finished()).hasSize(1);
	}

	@Test
	void aRunThatWasAskedToStopIsNotHandedOver() {
		accept("run_1");
		TakenRun taken = take();
		OwnedRun run = claimed(taken);
		this.first.cancel(this.jane.tag(), "run_1");
		assertThat(this.second.handOver(run, taken)).isEqualTo(RequeueReply.Outcome.CANCELLING);
	}

	@Test
	void aRunWithoutItsJournalIsNotBegunAnew() {
		accept("run_1");
		OwnedRun run = claimed(take());
		this.second.journals().record(run, 0, "{\"v\":1}", "").join();
		lose("run_1");
		this.first.redis().call(this.jane, "DEL", "run:run_1:steps");
		assertThat(this.second.claim(take())).isEqualTo(new Refused(Reason.JOURNAL_LOST));
		look();
		assertThat(state("run_1")).isInstanceOfSatisfying(Failed.class,
				(failed) -> assertThat(failed.data()).contains("\"journal_lost\""));
	}

	@Test
	void aNewerReleasesJournalIsLeftToIt() {
		accept("run_1");
		OwnedRun run = claimed(take());
		this.second.journals().record(run, 0, "{\"v\":99}", "").join();
		lose("run_1");
		assertThat(this.second.claim(take())).isEqualTo(new Refused(Reason.UNREADABLE));
		assertThat(state("run_1")).isEqualTo(new Queued(1));
	}

}
