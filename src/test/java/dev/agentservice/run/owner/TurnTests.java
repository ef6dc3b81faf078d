package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.Registration.Registered;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.waiting.WorkPlace;
import dev.agentservice.run.record.RunState;
import dev.agentservice.session.SessionId;
import dev.agentservice.session.Turn;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * One run at a time has a session.
 */
@OnSingleAndCluster
@BesideOthers
@ExtendWith(SharedReplicas.class)
class TurnTests {

	private final Caller jane = Tickets.somebody();

	private final RunReplica one;

	private final RunReplica two;

	TurnTests(RedisTopology topology) {
		this.one = SharedReplicas.of(TurnTests.class, topology, "one", "10m");
		this.two = SharedReplicas.of(TurnTests.class, topology, "two", "10m");
	}

	@Test
	void fiftyParallelRunsOnTwoReplicasNeverInterleave() throws InterruptedException {
		AtomicInteger inside = new AtomicInteger();
		ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
		List<Thread> runs = IntStream.range(0, 50)
			.mapToObj((n) -> Thread.ofPlatform()
				.start(() -> takeTurn((n % 2 == 0) ? this.one : this.two, n, inside, seen)))
			.toList();
		for (Thread run : runs) {
			assertThat(run.join(Duration.ofMinutes(10))).isTrue();
		}
		assertThat(seen).containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
		assertThat(turns()).hasSize(50);
	}

	private void takeTurn(RunReplica replica, int n, AtomicInteger inside, ConcurrentLinkedQueue<Integer> seen) {
		OwnedRun run = waitFor(replica, "run_" + n, Duration.ofMinutes(10));
		if (inside.incrementAndGet() == 1) {
			seen.add(run.session().turns().size());
		}
		inside.decrementAndGet();
		replica.succeed(run);
	}

	@Test
	void aBusySessionIsRefusedAtOnce() {
		begin(this.one, "run_1");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> begin(this.two, "run_2"))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.SESSION_BUSY))
			.satisfies((problem) -> assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
	}

	@Test
	void aBusySessionIsRefusedAfterTheWait() {
		begin(this.one, "run_1");
		long begun = System.nanoTime();
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> waitFor(this.two, "run_2", Duration.ofMillis(400)))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.SESSION_BUSY));
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
	}

	@Test
	void whoWaitsIsInterruptedAtOnceAndStaysInterrupted() throws InterruptedException {
		begin(this.one, "run_1");
		AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
		AtomicReference<@Nullable Boolean> interrupted = new AtomicReference<>();
		Thread waiting = Thread.startVirtualThread(() -> {
			thrown.set(catchThrowable(() -> waitFor(this.two, "run_2", Duration.ofMinutes(10))));
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		waiting.interrupt();
		assertThat(waiting.join(Duration.ofMinutes(1))).isTrue();
		assertThat(thrown.get()).isInstanceOf(CancellationException.class);
		assertThat(interrupted.get()).isTrue();
	}

	@Test
	void aBusySessionLeavesNoTraceOfWhoWasRefused() {
		begin(this.one, "run_1");
		var before = this.one.redis().contents(this.jane);
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.two.begin(Tickets.keyed(this.jane, "key", "run_2")));
		assertThat(this.one.redis().contents(this.jane)).isEqualTo(before);
		await().untilAsserted(() -> assertThat(this.one.redis().live(this.jane.tag())).hasSize(1));
	}

	@Test
	void otherSessionsOfTheUserAreNotBusy() {
		begin(this.one, "run_1");
		assertThat(this.two.begin(Tickets.plain(this.jane, "t", "run_2")).session().turns()).isEmpty();
	}

	@Test
	void aRunThatFailsLeavesItsSessionFreeAndUnchanged() {
		this.one.fail(begin(this.one, "run_1"));
		assertThat(begin(this.two, "run_2").session().turns()).isEmpty();
		assertThat(this.one.redis().exists(this.jane, "session:s")).isFalse();
	}

	@Test
	void aWithdrawnRunLeavesItsSessionFreeAndUnchanged() {
		this.one.registry().withdraw(begin(this.one, "run_1"));
		assertThat(begin(this.two, "run_2").session().turns()).isEmpty();
		assertThat(this.one.redis().exists(this.jane, "session:s")).isFalse();
	}

	@Test
	void aSessionIsAlsoGivenBackByAnInterruptedThread() {
		OwnedRun run = begin(this.one, "run_1");
		Thread.currentThread().interrupt();
		this.one.registry().withdraw(run);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.two.redis().exists(this.jane, "turn:s")).isFalse();
	}

	@Test
	void theTurnOfADeadReplicaIsFreeAfterItsLease() {
		begin(this.one, "run_1");
		assertThat((Long) this.one.redis().call(this.jane, "PTTL", "turn:s")).isBetween(1L,
				Duration.ofMinutes(10).toMillis());
		// All of that has passed then.
		this.one.redis().call(this.jane, "HSET", "run:run_1", "lease", 1);
		this.one.redis().call(this.jane, "PEXPIRE", "turn:s", 1);
		OwnedRun next = waitFor(this.two, "run_2", Duration.ofMinutes(1));
		assertThat(this.two.redis().call(this.jane, "GET", "turn:s")).isEqualTo("run_2:1");
		assertThat(this.two.succeed(next)).isEqualTo(FinishOutcome.SUCCEEDED);
	}

	@Test
	void whoseTurnSomebodyElseHasWritesNothing() {
		OwnedRun slow = begin(this.one, "run_1");
		this.one.redis().call(this.jane, "DEL", "turn:s");
		OwnedRun next = begin(this.two, "run_2");
		assertThat(this.one.succeed(slow)).isEqualTo(FinishOutcome.FENCED_OFF);
		assertThat(this.two.succeed(next)).isEqualTo(FinishOutcome.SUCCEEDED);
		assertThat(turns()).extracting(Turn::runId).containsExactly("run_2");
	}

	@Test
	void aTurnIsWrittenOnlyOnTopOfWhatWasRead() {
		this.one.converse(this.jane, "s", "run_1");
		OwnedRun run = begin(this.one, "run_2");
		this.one.redis().call(this.jane, "HSET", "session:s", "head", "{\"v\":2}");
		var before = this.one.redis().contents(this.jane);
		assertThat(this.one.succeed(run)).isEqualTo(FinishOutcome.CHANGED);
		assertThat(this.one.redis().contents(this.jane)).isEqualTo(before);
	}

	@Test
	void aTurnIsWrittenOnce() {
		OwnedRun run = begin(this.one, "run_1");
		assertThat(this.one.succeed(run)).isEqualTo(FinishOutcome.SUCCEEDED);
		var before = this.one.redis().contents(this.jane);
		assertThat(this.one.succeed(run)).isEqualTo(FinishOutcome.SUCCEEDED);
		assertThat(this.one.redis().contents(this.jane)).isEqualTo(before);
		assertThat(turns()).hasSize(1);
	}

	@Test
	void aRunThatEndedStaysEndedAsItDid() {
		OwnedRun run = begin(this.one, "run_1");
		assertThat(this.one.succeed(run)).isEqualTo(FinishOutcome.SUCCEEDED);
		assertThat(this.one.fail(run)).isEqualTo(FinishOutcome.SUCCEEDED);
		assertThat(this.one.records().find(this.jane.tag(), "run_1").state())
			.isEqualTo(new RunState.Succeeded(RunReplica.ANSWERED.data()));
	}

	private OwnedRun begin(RunReplica replica, String run) {
		return replica.begin(Tickets.plain(this.jane, "s", run));
	}

	private OwnedRun waitFor(RunReplica replica, String run, Duration wait) {
		Registration registration = replica.registry()
			.registerInTurn(Tickets.plain(this.jane, "s", run), wait, new SparePlace());
		return ((Registered) registration).run();
	}

	private List<Turn> turns() {
		return this.one.sessions().find(this.jane, new SessionId("s")).turns();
	}

	/** There is room for everybody. */
	private static final class SparePlace implements WorkPlace {

		@Override
		public boolean take() {
			return true;
		}

		@Override
		public void giveBack() {
			// Nobody needs it.
		}

	}

}
