package dev.agentservice.run.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.event.store.EventBlock;
import dev.agentservice.run.event.store.NewEvent;
import dev.agentservice.run.event.store.StoredEvent;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.redis.LuaScript;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.agentservice.run.event.TestRun.delta;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

@BesideOthers
class EventLogTests {

	private static final Duration SOON = Duration.ofMinutes(1);

	private static final NewEvent COMPLETED = new NewEvent("run.completed", "{}");

	private final RedisServer redis = RedisServer.start();

	private final EventReplica replica = new EventReplica(this.redis,
			Map.of("agent-service.redis.command-timeout", "1s", "agent-service.redis.reconnect-after", "1s"));

	private final TestRun run = this.replica.run();

	private final AtomicInteger lost = new AtomicInteger();

	private final EventLog log = this.replica.get(EventLogs.class)
		.open(this.run.owner(), 1, this.lost::incrementAndGet);

	@AfterEach
	void close() {
		this.log.close();
		this.replica.close();
		this.redis.close();
	}

	@Test
	void eventsAreStoredInOrderAndInFarFewerScriptsThanEvents() {
		this.log.accept(delta("warm up"));
		await().atMost(SOON).until(() -> stored(1));
		long before = this.redis.scriptCount();
		IntStream.rangeClosed(2, 1000).forEach((n) -> this.log.accept(delta(n + " ")));
		await().atMost(SOON).until(() -> stored(1000));
		assertThat(this.redis.scriptCount() - before).isLessThan(500);
		assertAllOnce(1000);
		assertThat(this.replica.get(MeterRegistry.class).counter("agent.events.stored").count()).isEqualTo(1000);
	}

	@Test
	void whatAFrozenStoreMayHaveTakenIsSentAgainAndStoredOnce() {
		this.log.accept(delta("a"));
		await().atMost(SOON).until(() -> stored(1));
		this.redis.freeze();
		IntStream.rangeClosed(2, 20).forEach((_) -> this.log.accept(delta("b")));
		await().during(Duration.ofSeconds(2)).until(() -> this.lost.get() == 0);
		this.redis.thaw();
		await().atMost(SOON).ignoreExceptions().until(() -> stored(20));
		assertAllOnce(20);
		assertThat(this.run.call("STRLEN", this.run.key() + ":text")).isEqualTo(20L);
	}

	@Test
	void aRunThatIsFasterThanTheStoreWaits() throws InterruptedException {
		this.redis.freeze();
		AtomicInteger accepted = new AtomicInteger();
		Thread worker = Thread.startVirtualThread(() -> IntStream.range(0, 2000).forEach((_) -> {
			this.log.accept(delta("w"));
			accepted.incrementAndGet();
		}));
		await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> accepted.get() < 600);
		this.redis.thaw();
		assertThat(worker.join(SOON)).isTrue();
		await().atMost(SOON).ignoreExceptions().until(() -> stored(2000));
		assertAllOnce(2000);
	}

	@Test
	void aFewLongEventsAreAsMuchAsManyShortOnes() throws InterruptedException {
		this.redis.freeze();
		AtomicInteger accepted = new AtomicInteger();
		Thread worker = Thread.startVirtualThread(() -> assertThatExceptionOfType(CancellationException.class)
			.isThrownBy(() -> IntStream.range(0, 100).forEach((_) -> {
				this.log.accept(delta("x".repeat(32 * 1024)));
				accepted.incrementAndGet();
			})));
		await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> accepted.get() <= 3);
		worker.interrupt();
		assertThat(worker.join(SOON)).isTrue();
		this.redis.thaw();
	}

	@Test
	void aRunThatWaitsIsInterruptedAtOnceAndStaysInterrupted() throws InterruptedException {
		this.redis.freeze();
		AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
		AtomicReference<Boolean> interrupted = new AtomicReference<>(false);
		Thread worker = Thread.startVirtualThread(() -> {
			thrown.set(catchThrowable(() -> IntStream.range(0, 2000).forEach((_) -> this.log.accept(delta("w")))));
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		await().atMost(SOON).until(() -> worker.getState() == Thread.State.WAITING);
		worker.interrupt();
		assertThat(worker.join(SOON)).isTrue();
		assertThat(thrown.get()).isInstanceOf(CancellationException.class);
		assertThat(interrupted).hasValue(true);
		this.redis.thaw();
	}

	@Test
	void anOwnerThatWasFencedOffIsToldOnceAndWritesNothing() {
		this.run.set("attempt", "2");
		this.log.accept(delta("a"));
		await().atMost(SOON).until(() -> this.lost.get() == 1);
		IntStream.range(0, 1000).forEach((_) -> this.log.accept(delta("b")));
		assertThat(this.log.drain(SOON).size()).isZero();
		assertThat(this.run.call("EXISTS", this.run.channel())).isEqualTo(0L);
		assertThat(this.lost).hasValue(1);
	}

	@Test
	void aRunThatWaitsForTheStoreIsLetGoWhenItIsFencedOff() throws InterruptedException {
		this.run.set("attempt", "2");
		this.redis.freeze();
		Thread worker = Thread
			.startVirtualThread(() -> IntStream.range(0, 2000).forEach((_) -> this.log.accept(delta("w"))));
		await().atMost(SOON).until(() -> worker.getState() == Thread.State.WAITING);
		this.redis.thaw();
		assertThat(worker.join(SOON)).isTrue();
		await().atMost(SOON).until(() -> this.lost.get() == 1);
		assertThat(this.run.call("EXISTS", this.run.channel())).isEqualTo(0L);
	}

	@Test
	void theEndIsStoredInOneStepWithWhatWasStillWaiting() {
		IntStream.rangeClosed(1, 50).forEach((_) -> this.log.accept(delta("w")));
		EventBlock tail = this.log.drain(Duration.ofSeconds(5)).and(COMPLETED);
		finish(tail);
		assertAllOnce(51);
		assertThat(this.run.read(50).events()).containsExactly(new StoredEvent(51, "run.completed", "{}"));
	}

	@Test
	void whatWasOnItsWayToAFrozenStoreIsPartOfTheTail() {
		this.redis.freeze();
		IntStream.rangeClosed(1, 50).forEach((_) -> this.log.accept(delta("w")));
		EventBlock tail = this.log.drain(Duration.ofMillis(50)).and(COMPLETED);
		assertThat(tail.size()).isEqualTo(51);
		this.redis.thaw();
		await().atMost(SOON).ignoreExceptions().untilAsserted(() -> finish(tail));
		finish(tail);
		assertAllOnce(51);
		assertThat(this.run.call("STRLEN", this.run.key() + ":text")).isEqualTo(50L);
	}

	@Test
	void drainingAnIdleLogWaitsForNothing() {
		long begun = System.nanoTime();
		EventBlock tail = this.log.drain(Duration.ofMinutes(10));
		assertThat(tail.size()).isZero();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
	}

	@Test
	void anInterruptedRunStillGetsItsTail() {
		this.redis.freeze();
		this.log.accept(delta("a"));
		this.log.accept(delta("b"));
		Thread.currentThread().interrupt();
		EventBlock tail = this.log.drain(Duration.ofSeconds(30));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(tail.size()).isEqualTo(2);
		this.redis.thaw();
	}

	private void finish(EventBlock block) {
		LuaScript<List<@Nullable Object>> script = LuaScript.list("fragment/clock", "fragment/hash", "fragment/stored",
				"run/run-events", "test-append");
		this.replica.redis().run(script, List.of(this.run.key()), block.arguments());
	}

	private boolean stored(int count) {
		return String.valueOf(count).equals(this.run.get("seq"));
	}

	private void assertAllOnce(int count) {
		List<Long> ids = LongStream.iterate(0, (n) -> n < count, (n) -> n + 100)
			.boxed()
			.flatMap((from) -> this.run.read(from).events().stream())
			.map(StoredEvent::id)
			.toList();
		assertThat(ids).containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
	}

}
