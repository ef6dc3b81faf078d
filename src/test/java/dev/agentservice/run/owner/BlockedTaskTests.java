package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.record.RunState.Running;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.Promised;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Leases and all other tasks share one clock: a task that blocks costs no run.
 */
@BesideOthers
class BlockedTaskTests {

	private static final Duration LEASE = Duration.ofSeconds(4);

	/** More than there are threads to run them. */
	private static final int TASKS = 20;

	private static final List<String> RUNS = IntStream.range(0, 10).mapToObj((i) -> "run_" + i).toList();

	private final AtomicInteger begun = new AtomicInteger();

	private final CountDownLatch blocked = new CountDownLatch(1);

	private final RedisServer redis = RedisServer.start();

	private final RunReplica one = RunReplica.withLease(this.redis, "4s");

	private final RunReplica two = RunReplica.withLease(this.redis, "4s");

	@AfterEach
	void close() {
		this.blocked.countDown();
		this.one.close();
		this.two.close();
		this.redis.close();
	}

	@Test
	void everyLeaseIsRenewedInTimeWhileATaskBlocks() {
		for (int i = 0; i < TASKS; i++) {
			this.one.scheduler().every("blocks", Duration.ZERO, Duration.ofMillis(50), this::block);
		}
		await().until(() -> this.begun.get() == TASKS);
		Promised.once(this::assertLeasesAreRenewed);
		assertThat(this.begun).as("still blocked").hasValue(TASKS);
	}

	private void assertLeasesAreRenewed() {
		Caller somebody = Tickets.somebody();
		AtomicInteger lost = new AtomicInteger();
		List<Lease> leases = new ArrayList<>();
		try {
			for (String run : RUNS) {
				OwnedRun begun = this.one.begin(Tickets.plain(somebody, null, run));
				leases.add(this.one.leases().hold(begun, new Told(lost)));
			}
			Deadline over = Deadline.after(LEASE.plusSeconds(1));
			await().until(() -> over.passed() || lost.get() > 0);
			assertThat(lost).hasValue(0);
			assertThat(leases).noneMatch((lease) -> lease.certain().passed());
			assertThat(RUNS).allMatch((run) -> isRunning(somebody, run));
		}
		finally {
			leases.forEach(Lease::close);
		}
	}

	private void block() {
		this.begun.incrementAndGet();
		try {
			this.blocked.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean isRunning(Caller caller, String run) {
		return this.two.records().find(caller.tag(), run).state().equals(new Running(1));
	}

	/** Counts the leases that are lost. */
	private record Told(AtomicInteger losses) implements Lease.Listener {

		@Override
		public void lost() {
			this.losses.incrementAndGet();
		}

		@Override
		public void cancelled() {
			// Nobody cancels here.
		}

		@Override
		public void erased() {
			// Nobody is erased here.
		}

	}

}
