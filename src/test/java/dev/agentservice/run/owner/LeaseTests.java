package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RenewOutcome;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunState.Cancelled;
import dev.agentservice.run.record.RunState.Cancelling;
import dev.agentservice.run.record.RunState.Running;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What keeps a run its replica's.
 */
@OnSingleAndCluster
@BesideOthers
@ExtendWith(SharedReplicas.class)
class LeaseTests {

	private static final Duration LEASE = Duration.ofSeconds(4);

	private static final Duration LONG = Duration.ofMinutes(10);

	private final Caller jane = Tickets.somebody();

	private final Told told = new Told();

	private final RunReplica one;

	private final RunReplica two;

	/** Its leases do not run out, however busy the machine is. */
	private final RunReplica lasting;

	LeaseTests(RedisTopology topology) {
		this.one = SharedReplicas.of(LeaseTests.class, topology, "one", "4s");
		this.two = SharedReplicas.of(LeaseTests.class, topology, "two", "4s");
		this.lasting = SharedReplicas.of(LeaseTests.class, topology, "lasting", "10m");
	}

	@Test
	void aLivingReplicaKeepsRunAndTurnBeyondTheLease() {
		OwnedRun run = this.lasting.begin(Tickets.keyed(this.jane, "key", "run_1"));
		try (Lease lease = this.lasting.leases().hold(run, this.told)) {
			for (int beat = 0; beat < 3; beat++) {
				long until = halfOfItPasses();
				beat(lease);
				assertThat(number("HGET", "run:run_1", "lease")).isGreaterThanOrEqualTo(until);
				assertThat(number("PTTL", "turn:s")).isGreaterThan(LONG.dividedBy(2).toMillis());
				assertThat(find().state()).isEqualTo(new Running(1));
				assertThat(this.two.redis().call(this.jane, "GET", "turn:s")).isEqualTo("run_1:1");
			}
			assertThat(this.lasting.succeed(run)).isEqualTo(FinishOutcome.SUCCEEDED);
		}
		assertThat(this.told.lost).hasValue(0);
	}

	/** Has the lease renewed, and waits for it. */
	private void beat(Lease lease) {
		Deadline before = lease.certain();
		this.lasting.leases().beat();
		await().until(() -> lease.certain().nanoTime() - before.nanoTime() > 0);
	}

	/** By the clock of Redis; returns until when the lease was. */
	private long halfOfItPasses() {
		long half = LONG.dividedBy(2).toMillis();
		long until = number("HGET", "run:run_1", "lease");
		this.two.redis().call(this.jane, "HSET", "run:run_1", "lease", until - half);
		this.two.redis().call(this.jane, "PEXPIRE", "turn:s", half);
		return until;
	}

	private long number(String command, String key, Object... args) {
		return Long.parseLong(String.valueOf(this.two.redis().call(this.jane, command, key, args)));
	}

	@Test
	void aLeaseThatWasClosedIsNotRenewed() {
		this.lasting.leases().hold(begin(), this.told).close();
		halfOfItPasses();
		var before = this.lasting.redis().contents(this.jane);
		this.lasting.leases().beat();
		// What was sent before on the same connection has been done then.
		assertThat(this.lasting.redis().contents(this.jane)).isEqualTo(before);
		assertThat(number("PTTL", "turn:s")).isLessThanOrEqualTo(LONG.dividedBy(2).toMillis());
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
	void theOwnerHearsOfACancelWithItsNextHeartbeat() {
		OwnedRun run = begin();
		try (Lease lease = this.lasting.leases().hold(run, this.told)) {
			assertThat(this.two.cancel(this.jane.tag(), "run_1").state()).isEqualTo(new Cancelling(1));
			for (int beat = 0; beat < 2; beat++) {
				beat(lease);
				await().untilAsserted(() -> assertThat(this.told.cancelled).hasValue(1));
				assertThat(find().state()).isEqualTo(new Cancelling(1));
			}
			assertThat(this.lasting.succeed(run)).isEqualTo(FinishOutcome.CANCELLED);
		}
		assertThat(this.told.cancelled).as("told once").hasValue(1);
		assertThat(this.told.lost).hasValue(0);
		assertThat(find().state()).isInstanceOf(Cancelled.class);
	}

	@Test
	void theOwnerCanHearOfACancelAtOnce() {
		try (Lease _ = this.lasting.leases().hold(begin(), this.told)) {
			this.lasting.leases().cancelled("run_2");
			this.two.leases().cancelled("run_1");
			assertThat(this.told.cancelled).hasValue(0);
			this.lasting.leases().cancelled("run_1");
			this.lasting.leases().cancelled("run_1");
			await().untilAsserted(() -> assertThat(this.told.cancelled).hasValue(1));
		}
		this.lasting.leases().cancelled("run_1");
		assertThat(this.told.cancelled).hasValue(1);
	}

	@Test
	void anAttemptThatWasFencedOffDoesNotTakeTheNextOnesLeaseWithIt() {
		Told toldNext = new Told();
		Lease fencedOff = this.lasting.leases().hold(begin(), this.told);
		this.one.redis().call(this.jane, "HSET", "run:run_1", "lease", 1);
		OwnedRun next = begin();
		try (Lease lease = this.lasting.leases().hold(next, toldNext)) {
			beat(lease);
			await().untilAsserted(() -> assertThat(this.told.lost).hasValue(1));
			fencedOff.close();
			beat(lease);
			assertThat(this.lasting.succeed(next)).isEqualTo(FinishOutcome.SUCCEEDED);
		}
		assertThat(toldNext.lost).hasValue(0);
	}

	private OwnedRun begin() {
		return this.lasting.begin(Tickets.keyed(this.jane, "key", "run_1"));
	}

	private RunRecord find() {
		return this.two.records().find(this.jane.tag(), "run_1");
	}

	/** Counts what a run is told. */
	private static final class Told implements Lease.Listener {

		private final AtomicInteger lost = new AtomicInteger();

		private final AtomicInteger cancelled = new AtomicInteger();

		private final AtomicInteger erased = new AtomicInteger();

		@Override
		public void lost() {
			this.lost.incrementAndGet();
		}

		@Override
		public void cancelled() {
			this.cancelled.incrementAndGet();
		}

		@Override
		public void erased() {
			this.erased.incrementAndGet();
		}

	}

}
