package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RenewOutcome;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunState;
import dev.agentservice.run.record.RunState.Cancelled;
import dev.agentservice.run.record.RunState.Cancelling;
import dev.agentservice.run.record.RunState.Running;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What keeps a run its replica's.
 */
@OnSingleAndCluster
@BesideOthers
class LeaseTests {

	private static final Duration LEASE = Duration.ofSeconds(4);

	private final Caller jane = Tickets.somebody();

	private final Told told = new Told();

	private final TestRedis redis;

	private final RunReplica one;

	private final RunReplica two;

	LeaseTests(RedisTopology topology) {
		this.redis = topology.own(LeaseTests.class);
		this.one = RunReplica.withLease(this.redis, "4s");
		this.two = RunReplica.withLease(this.redis, "4s");
	}

	@AfterEach
	void close() {
		this.one.close();
		this.two.close();
	}

	@Test
	void aLivingReplicaKeepsRunAndTurnBeyondTheLease() {
		OwnedRun run = begin();
		try (Lease lease = this.one.leases().hold(run, this.told)) {
			await().during(LEASE.plusSeconds(1))
				.until(() -> find().state().equals(new Running(1))
						&& "run_1:1".equals(this.two.redis().call(this.jane, "GET", "turn:s")));
			assertThat(lease.certain().passed()).isFalse();
			assertThat(this.one.succeed(run)).isEqualTo(FinishOutcome.SUCCEEDED);
		}
		assertThat(this.told.lost).hasValue(0);
	}

	@Test
	@Tag("slow")
	void aLeaseThatWasClosedIsNotRenewed() {
		this.one.leases().hold(begin(), this.told).close();
		await().untilAsserted(() -> assertThat(find().state()).isInstanceOf(RunState.Failed.class));
		assertThat(this.told.lost).hasValue(0);
	}

	@Test
	void theRunIsToldOnceWhenItsRecordIsAnotherAttempts() {
		try (Lease _ = this.one.leases().hold(begin(), this.told)) {
			this.two.redis().call(this.jane, "HSET", "run:run_1", "attempt", 2);
			await().untilAsserted(() -> assertThat(this.told.lost).hasValue(1));
			await().during(LEASE.dividedBy(2)).until(() -> this.told.lost.get() == 1);
		}
	}

	@Test
	void theRunIsToldWhenItIsOver() {
		try (Lease _ = this.one.leases().hold(begin(), this.told)) {
			this.two.redis().call(this.jane, "HSET", "run:run_1", "lease", 1);
			this.two.reaper().reap(this.jane.tag(), "run_1");
			await().untilAsserted(() -> assertThat(this.told.lost).hasValue(1));
		}
	}

	@Test
	void theRunIsToldWhenItsTurnIsSomebodyElses() {
		try (Lease _ = this.one.leases().hold(begin(), this.told)) {
			this.two.redis().call(this.jane, "SET", "turn:s", "run_2:1");
			await().untilAsserted(() -> assertThat(this.told.lost).hasValue(1));
		}
		assertThat(this.one.redis().call(this.jane, "PTTL", "turn:s")).as("nobody touched the other's lock")
			.isEqualTo(-1L);
	}

	@Test
	void aLeaseThatRanOutIsNotRevived() {
		OwnedRun run = begin();
		this.one.redis().call(this.jane, "HSET", "run:run_1", "lease", 1);
		var before = this.one.redis().contents(this.jane);
		assertThat(this.one.scripts().renew(run).join()).isEqualTo(RenewOutcome.LOST);
		assertThat(this.one.redis().contents(this.jane)).isEqualTo(before);
	}

	@Test
	@Tag("slow")
	void theOwnerHearsOfACancelWithItsNextHeartbeat() {
		OwnedRun run = begin();
		try (Lease _ = this.one.leases().hold(run, this.told)) {
			assertThat(this.two.cancel(this.jane.tag(), "run_1").state()).isEqualTo(new Cancelling(1));
			await().untilAsserted(() -> assertThat(this.told.cancelled).hasValue(1));
			await().during(LEASE.plusSeconds(1)).until(() -> find().state().equals(new Cancelling(1)));
			assertThat(this.one.succeed(run)).isEqualTo(FinishOutcome.CANCELLED);
		}
		assertThat(this.told.cancelled).as("told once").hasValue(1);
		assertThat(this.told.lost).hasValue(0);
		assertThat(find().state()).isInstanceOf(Cancelled.class);
	}

	@Test
	void theOwnerCanHearOfACancelAtOnce() {
		try (Lease _ = this.one.leases().hold(begin(), this.told)) {
			this.one.leases().cancelled("run_2");
			this.two.leases().cancelled("run_1");
			assertThat(this.told.cancelled).hasValue(0);
			this.one.leases().cancelled("run_1");
			this.one.leases().cancelled("run_1");
			await().untilAsserted(() -> assertThat(this.told.cancelled).hasValue(1));
		}
		this.one.leases().cancelled("run_1");
		assertThat(this.told.cancelled).hasValue(1);
	}

	@Test
	@Tag("slow")
	void anAttemptThatWasFencedOffDoesNotTakeTheNextOnesLeaseWithIt() {
		Told toldNext = new Told();
		Lease fencedOff = this.one.leases().hold(begin(), this.told);
		this.one.redis().call(this.jane, "HSET", "run:run_1", "lease", 1);
		OwnedRun next = begin();
		try (Lease _ = this.one.leases().hold(next, toldNext)) {
			await().untilAsserted(() -> assertThat(this.told.lost).hasValue(1));
			fencedOff.close();
			Deadline over = Deadline.after(LEASE.plusSeconds(1));
			await().until(over::passed);
			assertThat(this.one.succeed(next)).isEqualTo(FinishOutcome.SUCCEEDED);
		}
		assertThat(toldNext.lost).hasValue(0);
	}

	private OwnedRun begin() {
		return this.one.begin(Tickets.keyed(this.jane, "key", "run_1"));
	}

	private RunRecord find() {
		return this.two.records().find(this.jane.tag(), "run_1");
	}

	/** Counts what a run is told. */
	private static final class Told implements Lease.Listener {

		private final AtomicInteger lost = new AtomicInteger();

		private final AtomicInteger cancelled = new AtomicInteger();

		@Override
		public void lost() {
			this.lost.incrementAndGet();
		}

		@Override
		public void cancelled() {
			this.cancelled.incrementAndGet();
		}

	}

}
