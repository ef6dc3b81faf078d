package dev.agentservice.support.schedule;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.platform.PlatformProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@BesideOthers
class SchedulerTests {

	private static final Duration SOON = Duration.ofMillis(10);

	private static final Duration A_WHILE = Duration.ofMillis(300);

	private final Scheduler scheduler = new Scheduler(
			Binder.get(new MockEnvironment()).bindOrCreate("agent-service", PlatformProperties.class));

	private final AtomicInteger runs = new AtomicInteger();

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void whatIsDoneOnceIsDoneAfterItsTimeOnAThreadOfItsName() {
		AtomicReference<Thread> thread = new AtomicReference<>();
		Deadline due = Deadline.after(SOON);
		this.scheduler.after("once", SOON, () -> {
			if (due.passed()) {
				thread.set(Thread.currentThread());
			}
			this.runs.incrementAndGet();
		});
		await().during(A_WHILE).until(() -> this.runs.get() == 1);
		assertThat(thread.get().getName()).isEqualTo("once");
		assertThat(thread.get().isVirtual()).isFalse();
	}

	@Test
	void aTaskThatBlocksDelaysNoOther() {
		CountDownLatch blocked = new CountDownLatch(1);
		try {
			for (int i = 0; i < 50; i++) {
				this.scheduler.every("blocks", Duration.ZERO, SOON, () -> waitFor(blocked));
			}
			this.scheduler.every("counts", Duration.ZERO, SOON, this.runs::incrementAndGet);
			await().until(() -> this.runs.get() > 10);
		}
		finally {
			blocked.countDown();
		}
	}

	@Test
	void everythingIsInTimeWhileVirtualThreadsTakeAllProcessors() {
		int processors = Runtime.getRuntime().availableProcessors();
		AtomicInteger busy = new AtomicInteger();
		AtomicBoolean enough = new AtomicBoolean();
		Deadline end = Deadline.after(Duration.ofSeconds(20));
		for (int i = 0; i < 2 * processors; i++) {
			Thread.startVirtualThread(() -> {
				busy.incrementAndGet();
				while (!enough.get() && !end.passed()) {
					Thread.onSpinWait();
				}
			});
		}
		await().until(() -> busy.get() >= processors);
		AtomicInteger tasks = new AtomicInteger();
		this.scheduler.beat("beats", SOON, this.runs::incrementAndGet);
		this.scheduler.every("runs", SOON, SOON, tasks::incrementAndGet);
		await().until(() -> this.runs.get() > 5 && tasks.get() > 5);
		assertThat(end.passed()).as("nothing waited for the others").isFalse();
		enough.set(true);
	}

	@Test
	void aBeatThatThrowsGoesOn() {
		this.scheduler.beat("throws", SOON, () -> {
			this.runs.incrementAndGet();
			throw new IllegalStateException("as planned");
		});
		await().until(() -> this.runs.get() > 3);
	}

	@Test
	void aTaskNeverRunsTwiceAtATimeAndPausesInBetween() {
		AtomicInteger atATime = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicReference<Deadline> pause = new AtomicReference<>(Deadline.after(Duration.ZERO));
		AtomicInteger early = new AtomicInteger();
		this.scheduler.every("slow", Duration.ZERO, SOON, () -> {
			if (!pause.get().passed()) {
				early.incrementAndGet();
			}
			most.accumulateAndGet(atATime.incrementAndGet(), Math::max);
			waitFor(Deadline.after(SOON.multipliedBy(3)));
			atATime.decrementAndGet();
			this.runs.incrementAndGet();
			pause.set(Deadline.after(SOON));
		});
		await().until(() -> this.runs.get() > 5);
		assertThat(most).hasValue(1);
		assertThat(early).hasValue(0);
	}

	@Test
	void anErrorEndsNothing() {
		AtomicInteger tasks = new AtomicInteger();
		this.scheduler.beat("fails", SOON, () -> {
			this.runs.incrementAndGet();
			throw new StackOverflowError("as planned");
		});
		this.scheduler.every("fails", Duration.ZERO, SOON, () -> {
			tasks.incrementAndGet();
			throw new StackOverflowError("as planned");
		});
		await().until(() -> this.runs.get() > 3 && tasks.get() > 3);
	}

	@Test
	void aTaskThatThrowsGoesOnBeingScheduled() {
		this.scheduler.every("throws", Duration.ZERO, SOON, () -> {
			this.runs.incrementAndGet();
			throw new IllegalStateException("as planned");
		});
		await().until(() -> this.runs.get() > 3);
	}

	@Test
	void afterTheEndNothingRuns() {
		this.scheduler.every("counts", Duration.ZERO, SOON, this.runs::incrementAndGet);
		this.scheduler.beat("beats", SOON, this.runs::incrementAndGet);
		this.scheduler.after("pending", A_WHILE, this.runs::incrementAndGet);
		await().until(() -> this.runs.get() > 0);
		this.scheduler.stop();
		assertThat(this.scheduler.isRunning()).isFalse();
		int before = this.runs.get();
		this.scheduler.after("late", Duration.ZERO, () -> this.runs.addAndGet(1000));
		this.scheduler.every("late", Duration.ZERO, SOON, () -> this.runs.addAndGet(1000));
		this.scheduler.beat("late", SOON, () -> this.runs.addAndGet(1000));
		await().during(A_WHILE.multipliedBy(2)).until(() -> this.runs.get() <= before + 2);
	}

	@Test
	void whatIsUnderWayAtTheEndIsInterrupted() {
		CountDownLatch never = new CountDownLatch(1);
		AtomicInteger interrupted = new AtomicInteger();
		this.scheduler.every("blocks", Duration.ZERO, SOON, () -> {
			this.runs.incrementAndGet();
			if (!waitFor(never)) {
				interrupted.incrementAndGet();
			}
		});
		await().until(() -> this.runs.get() == 1);
		this.scheduler.close();
		await().until(() -> interrupted.get() == 1);
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void itEndsAfterTheDrainAndTheWebServerAndBeforeTheConnectionsToRedis() {
		assertThat(this.scheduler.getPhase()).isLessThan(SmartLifecycle.DEFAULT_PHASE)
			.isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
			.isGreaterThan(new LettuceConnectionFactory().getPhase());
		assertThat(this.scheduler.isRunning()).as("before the context starts").isTrue();
		assertThat(this.scheduler.isPauseable()).isFalse();
	}

	/** Whether it came, and not an interrupt. */
	private static boolean waitFor(CountDownLatch latch) {
		try {
			latch.await();
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static void waitFor(Deadline deadline) {
		await().pollInterval(Duration.ofMillis(1)).until(deadline::passed);
	}

}
