package dev.agentservice.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

@OnSingleAndCluster
class TurnTests {

	private static final Map<String, String> SHORT_LEASE = Map.of("agent-service.session.lease", "2s");

	private final Caller jane = Replica.somebody();

	private final TestRedis redis;

	private final Replica one;

	private final Replica two;

	TurnTests(RedisTopology topology) {
		this.redis = topology.redis();
		this.one = new Replica(this.redis, SHORT_LEASE);
		this.two = new Replica(this.redis, SHORT_LEASE);
	}

	@AfterEach
	void close() {
		this.one.close();
		this.two.close();
	}

	@Test
	void fiftyParallelTurnsOnTwoReplicasNeverInterleave() throws InterruptedException {
		AtomicInteger inside = new AtomicInteger();
		ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
		List<Thread> runs = IntStream.range(0, 50)
			.mapToObj((n) -> Thread.ofPlatform()
				.start(() -> takeTurn((n % 2 == 0) ? this.one : this.two, n, inside, seen)))
			.toList();
		for (Thread run : runs) {
			assertThat(run.join(Duration.ofSeconds(60))).isTrue();
		}
		assertThat(seen).containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
		assertThat(this.one.sessions().find(this.jane, new SessionId("s")).turns()).hasSize(50);
	}

	private void takeTurn(Replica replica, int n, AtomicInteger inside, ConcurrentLinkedQueue<Integer> seen) {
		try (OpenSession open = replica.sessions()
			.open(this.jane, "s", "assistant", "run_" + n, Duration.ofSeconds(60))) {
			if (inside.incrementAndGet() == 1) {
				seen.add(open.turns().size());
			}
			inside.decrementAndGet();
			replica.sessions().append(open, Replica.turn("run_" + n));
		}
	}

	@Test
	void aBusySessionIsRefusedAtOnce() {
		try (OpenSession _ = this.one.open(this.jane, "s", "run_1")) {
			assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.two.open(this.jane, "s", "run_2"))
				.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.SESSION_BUSY))
				.satisfies((problem) -> assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
		}
	}

	@Test
	void aBusySessionIsRefusedAfterTheWait() {
		try (OpenSession _ = this.one.open(this.jane, "s", "run_1")) {
			long begun = System.nanoTime();
			assertThatExceptionOfType(ProblemException.class)
				.isThrownBy(
						() -> this.two.sessions().open(this.jane, "s", "assistant", "run_2", Duration.ofMillis(400)))
				.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.SESSION_BUSY));
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(400),
					Duration.ofSeconds(5));
		}
	}

	@Test
	void whoWaitsIsInterruptedAtOnceAndStaysInterrupted() throws InterruptedException {
		try (OpenSession _ = this.one.open(this.jane, "s", "run_1")) {
			AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
			Thread waiting = Thread.startVirtualThread(() -> {
				thrown.set(catchThrowable(
						() -> this.two.sessions().open(this.jane, "s", "assistant", "run_2", Duration.ofMinutes(1))));
				assertThat(Thread.currentThread().isInterrupted()).isTrue();
			});
			waiting.interrupt();
			assertThat(waiting.join(Duration.ofSeconds(5))).isTrue();
			assertThat(thrown.get()).isInstanceOf(CancellationException.class);
		}
	}

	@Test
	void otherSessionsOfTheUserAreNotBusy() {
		try (OpenSession _ = this.one.open(this.jane, "s", "run_1");
				OpenSession other = this.two.open(this.jane, "t", "run_2")) {
			assertThat(other.turns()).isEmpty();
		}
	}

	@Test
	void aClosedSessionIsFreeAtOnceAndUnchanged() {
		this.one.open(this.jane, "s", "run_1").close();
		try (OpenSession open = this.two.open(this.jane, "s", "run_2")) {
			assertThat(open.turns()).isEmpty();
		}
		assertThat(this.one.exists(this.jane, "session:s")).isFalse();
	}

	@Test
	void aSessionIsAlsoGivenBackByAnInterruptedRun() {
		OpenSession open = this.one.open(this.jane, "s", "run_1");
		Thread.currentThread().interrupt();
		open.close();
		assertThat(Thread.interrupted()).isTrue();
		await().atMost(Duration.ofMillis(1500)).until(() -> !this.two.exists(this.jane, "turn:s"));
	}

	@Test
	void aLivingReplicaKeepsItsTurnBeyondTheLease() {
		try (OpenSession open = this.one.open(this.jane, "s", "run_1")) {
			await().during(Duration.ofSeconds(4))
				.atMost(Duration.ofSeconds(10))
				.until(() -> "run_1:1".equals(this.two.call(this.jane, "GET", "turn:s")) && !open.lost());
			this.one.sessions().append(open, Replica.turn("run_1"));
		}
	}

	@Test
	void theTurnOfADeadReplicaIsFreeAfterItsLease() {
		Replica dying = new Replica(this.redis, SHORT_LEASE);
		OpenSession abandoned = dying.open(this.jane, "s", "run_1");
		dying.close();
		try (OpenSession open = this.two.sessions()
			.open(this.jane, "s", "assistant", "run_2", Duration.ofSeconds(10))) {
			assertThat(open.owner()).isEqualTo("run_2:1");
		}
		assertThat(abandoned.lost()).as("it never learned").isFalse();
	}

	@Test
	void whoWasFencedOffWritesNothing() {
		OpenSession slow = this.one.open(this.jane, "s", "run_1");
		this.one.call(this.jane, "DEL", "turn:s");
		try (OpenSession next = this.two.open(this.jane, "s", "run_2")) {
			assertFencedOff(slow, "run_1");
			slow.close();
			this.two.sessions().append(next, Replica.turn("run_2"));
		}
		assertThat(this.one.sessions().find(this.jane, new SessionId("s")).turns()).extracting(Turn::runId)
			.containsExactly("run_2");
	}

	@Test
	void aTurnIsWrittenOnlyOnTopOfWhatWasRead() {
		this.one.converse(this.jane, "s", "run_1");
		try (OpenSession open = this.one.open(this.jane, "s", "run_2")) {
			this.one.call(this.jane, "HSET", "session:s", "head", "{\"v\":2}");
			assertFencedOff(open, "run_2");
		}
		assertThat(this.one.call(this.jane, "HGET", "session:s", "head")).isEqualTo("{\"v\":2}");
	}

	@Test
	void aTurnIsWrittenOnce() {
		try (OpenSession open = this.one.open(this.jane, "s", "run_1")) {
			this.one.sessions().append(open, Replica.turn("run_1"));
			assertFencedOff(open, "run_1");
		}
		assertThat(this.one.sessions().find(this.jane, new SessionId("s")).turns()).hasSize(1);
	}

	@Test
	void aLostTurnIsToldToTheRun() {
		AtomicInteger told = new AtomicInteger();
		try (OpenSession open = this.one.open(this.jane, "s", "run_1")) {
			open.onLost(told::incrementAndGet);
			this.one.call(this.jane, "SET", "turn:s", "run_2:1");
			await().until(open::lost);
			open.onLost(told::incrementAndGet);
		}
		assertThat(this.one.call(this.jane, "PTTL", "turn:s")).as("nobody touched the other's lock").isEqualTo(-1L);
		await().untilAsserted(() -> assertThat(told).hasValue(2));
	}

	@Test
	void openingAgainAsTheOwnerDoesNoHarm() {
		try (OpenSession _ = this.one.open(this.jane, "s", "run_1");
				OpenSession again = this.one.open(this.jane, "s", "run_1")) {
			this.one.sessions().append(again, Replica.turn("run_1"));
		}
		assertThat(this.one.sessions().find(this.jane, new SessionId("s")).turns()).hasSize(1);
	}

	private void assertFencedOff(OpenSession open, String run) {
		assertThatExceptionOfType(TurnLostException.class)
			.isThrownBy(() -> this.one.sessions().append(open, Replica.turn(run)))
			.satisfies((lost) -> assertThat(lost.reason()).isEqualTo(TurnLostException.Reason.FENCED_OFF));
	}

}
