package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * Counts sequential waits on Redis by the order of events, not by time. A round begins
 * with a request, and all answers are held back until no request has come for a while;
 * then they are delivered at once and the round is over. A request that needs an answer
 * can therefore never be in that answer's round, so whoever waited k times one after the
 * other has seen k rounds. What a slow machine can do is to tear a round in two: the
 * count may be too high, never too low.
 */
final class RedisRounds implements AutoCloseable {

	private final Duration delay;

	private final ScheduledExecutorService clock = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("redis-rounds").factory());

	private final List<Runnable> heldBack = new ArrayList<>();

	private @Nullable ScheduledFuture<?> end;

	private int delivered;

	RedisRounds(Duration delay) {
		this.delay = delay;
	}

	/** A request has come; its answer cannot come before it is counted. */
	synchronized void ask(Runnable forward) {
		if (this.end != null) {
			this.end.cancel(false);
		}
		this.end = this.clock.schedule(this::deliver, this.delay.toMillis(), TimeUnit.MILLISECONDS);
		forward.run();
	}

	/** An answer has come; between rounds it goes out at once. */
	synchronized void answer(Runnable deliver) {
		if (this.end == null) {
			deliver.run();
		}
		else {
			this.heldBack.add(deliver);
		}
	}

	/** The rounds whose answers were delivered so far; nobody waited for another yet. */
	synchronized int delivered() {
		return this.delivered;
	}

	/** Waits until nothing is asked any more. */
	void awaitSilence() {
		await("silence at Redis").during(this.delay.multipliedBy(2)).until(this::silent);
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
	}

	private synchronized boolean silent() {
		return this.end == null;
	}

	private synchronized void deliver() {
		this.heldBack.forEach(Runnable::run);
		this.heldBack.clear();
		this.end = null;
		this.delivered++;
	}

}
