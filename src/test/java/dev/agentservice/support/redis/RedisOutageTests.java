package dev.agentservice.support.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

@BesideOthers
class RedisOutageTests {

	private static final LuaScript<Long> COUNT = LuaScript.number("test-count");

	private static final LuaScript<Long> READ = LuaScript.number("test-read");

	private static final List<String> KEY = List.of("as:{outage}:n");

	private static final Map<String, String> SETTINGS = Map.of("agent-service.redis.command-timeout", "1s",
			"agent-service.redis.connect-timeout", "1s");

	/**
	 * Less than 30 time-outs take, one after the other, or one call that waits for ever.
	 */
	private static final Duration SOON = Duration.ofSeconds(25);

	private static final Map<String, String> PATIENT = Map.of("agent-service.redis.command-timeout", "1m");

	private final RedisServer redis = RedisServer.start();

	private ReplicaContext replica = new ReplicaContext(this.redis, SETTINGS);

	private RedisStore store = this.replica.store();

	@AfterEach
	void close() {
		this.replica.close();
		this.redis.close();
	}

	@Test
	void aFrozenRedisIsDownWithinTheTimeout() {
		count();
		this.redis.freeze();
		assertUnavailableInTime();
	}

	@Test
	void aRedisFrozenBeforeTheFirstConnectionIsDownWithinTheTimeout() {
		this.redis.freeze();
		startAnew(SETTINGS);
		assertUnavailableInTime();
		assertUnavailableInTime();
		this.redis.thaw();
		await().ignoreExceptions().until(() -> count() > 0);
	}

	@Test
	void manyCallersOfAFrozenRedisWaitNoLongerThanOne() {
		this.redis.freeze();
		startAnew(SETTINGS);
		AtomicInteger refused = new AtomicInteger();
		long begun = System.nanoTime();
		List<Thread> callers = IntStream.range(0, 30).mapToObj((_) -> Thread.startVirtualThread(() -> {
			assertUnavailable();
			refused.incrementAndGet();
		})).toList();
		callers.forEach(RedisOutageTests::join);
		assertThat(refused).hasValue(30);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
	}

	@Test
	void whoComesAfterManyFailuresNeedNotWaitForTheTimeout() {
		startAnew(Map.of("agent-service.redis.command-timeout", "1s", "agent-service.redis.breaker.minimum-calls", "3",
				"agent-service.redis.breaker.open", "1m"));
		count();
		this.redis.freeze();
		List<CompletableFuture<Long>> unanswered = IntStream.range(0, 5)
			.mapToObj((_) -> this.store.runAsync(COUNT, KEY, List.of()))
			.toList();
		await().until(() -> unanswered.stream().allMatch(CompletableFuture::isDone));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(this::count)
			.havingRootCause()
			.isInstanceOf(CallNotPermittedException.class);
		this.redis.thaw();
	}

	@Test
	void aScriptThatIsWrongIsNoOutage() {
		startAnew(Map.of("agent-service.redis.breaker.minimum-calls", "3"));
		IntStream.range(0, 5)
			.forEach((_) -> assertThatIllegalStateException()
				.isThrownBy(() -> this.store.run(COUNT, KEY, List.of("not a number"))));
		assertThat(count()).isPositive();
	}

	@Test
	void aThawedRedisServesAgainAndRunsNothingTwice() {
		count();
		this.redis.freeze();
		assertUnavailableInTime();
		this.redis.thaw();
		await().ignoreExceptions().until(() -> read() > 0);
		assertThat(count()).as("before, perhaps the timed out one, this one").isBetween(2L, 3L);
	}

	@Test
	void aRedisThatStaysSilentIsConnectedAnewAndRunsNothingTwice() {
		this.replica.close();
		this.replica = new ReplicaContext(this.redis,
				Map.of("agent-service.redis.command-timeout", "500ms", "agent-service.redis.reconnect-after", "1s"));
		this.store = this.replica.store();
		await().ignoreExceptions().until(() -> read() >= 0);
		count();
		this.redis.freeze();
		IntStream.range(0, 10).forEach((_) -> assertUnavailable());
		this.redis.thaw();
		await().ignoreExceptions().until(() -> read() > 0);
		assertThat(read()).isLessThanOrEqualTo(11);
	}

	@Test
	void aKilledRedisIsDownAtOnceAndFoundAgainWithoutARestart() {
		count();
		this.redis.kill();
		assertUnavailableInTime();
		this.redis.restart();
		await().ignoreExceptions().until(() -> read() == 0);
		assertThat(count()).as("nothing of the outage is replayed").isEqualTo(1);
	}

	@Test
	void whatWasInFlightWhenRedisDiedIsNotSentToTheNextOne() {
		startAnew(PATIENT);
		count();
		this.redis.freeze();
		List<CompletableFuture<Long>> inFlight = IntStream.range(0, 3)
			.mapToObj((_) -> this.store.runAsync(COUNT, KEY, List.of()))
			.toList();
		this.redis.kill();
		await().until(() -> inFlight.stream().allMatch(CompletableFuture::isDone));
		assertUnavailableInTime();
		this.redis.restart();
		await().ignoreExceptions().until(() -> read() >= 0);
		await().during(Duration.ofSeconds(1)).until(() -> read() == 0);
		assertThat(inFlight).allMatch(CompletableFuture::isCompletedExceptionally);
	}

	@Test
	void aRedisThatIsDownAtTheStartIsFoundLater() {
		this.redis.kill();
		startAnew(SETTINGS);
		assertUnavailableInTime();
		this.redis.restart();
		await().ignoreExceptions().until(() -> count() > 0);
	}

	@Test
	void aRedisThatIsFullIsUnavailable() {
		try (RedisServer full = RedisServer.start("--maxmemory", "1", "--maxmemory-policy", "noeviction");
				ReplicaContext other = new ReplicaContext(full)) {
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> other.store().run(COUNT, KEY, List.of()));
		}
	}

	@Test
	void anInterruptedCallerStopsWaitingAndStaysInterrupted() {
		count();
		this.redis.freeze();
		AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
		AtomicBoolean stillInterrupted = new AtomicBoolean();
		Thread caller = Thread.startVirtualThread(() -> {
			thrown.set(catchThrowable(this::count));
			stillInterrupted.set(Thread.currentThread().isInterrupted());
		});
		caller.interrupt();
		join(caller);
		assertThat(thrown.get()).isInstanceOf(CancellationException.class);
		assertThat(stillInterrupted).isTrue();
	}

	private void startAnew(Map<String, String> settings) {
		this.replica.close();
		this.replica = new ReplicaContext(this.redis, settings);
		this.store = this.replica.store();
	}

	private void assertUnavailableInTime() {
		long begun = System.nanoTime();
		assertUnavailable();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
	}

	private void assertUnavailable() {
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(this::count)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.BUDGET_UNAVAILABLE))
			.satisfies((problem) -> assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
	}

	private long count() {
		return this.store.run(COUNT, KEY, List.of());
	}

	private long read() {
		return this.store.run(READ, KEY, List.of());
	}

	private static void join(Thread thread) {
		try {
			assertThat(thread.join(Duration.ofMinutes(1))).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
