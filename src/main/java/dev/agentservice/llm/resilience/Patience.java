package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.model.ModelFailures;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * How a provider's record is waited for: with pauses that grow while nothing comes of it,
 * as long as the provider asks for, and not for ever while it is out of reach. Used by
 * one thread.
 */
public final class Patience {

	private static final Duration PAUSE = Duration.ofMillis(200);

	/** The pause grows to 3.2 s. */
	private static final int MOST_DOUBLINGS = 4;

	/** How long the record may be out of reach. */
	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final Time time;

	private final long startedAt;

	private long reachedAt;

	private int idle;

	private Duration askedFor = Duration.ZERO;

	/** It begins now. */
	public Patience(Time time) {
		this.time = time;
		this.startedAt = time.nanos();
		this.reachedAt = this.startedAt;
	}

	/** The record could be read. */
	public void reached() {
		this.reachedAt = this.time.nanos();
	}

	/** Something new was heard: the pauses begin anew. */
	public void heard() {
		this.idle = 0;
	}

	/** Whether the record has been out of reach for too long. */
	public boolean isOver() {
		return isLongerAgo(this.reachedAt, LIMIT);
	}

	/** Whether more time than that has passed since the beginning. */
	public boolean hasPassed(Duration limit) {
		return isLongerAgo(this.startedAt, limit);
	}

	/** The present, by a monotonic clock in nanoseconds. */
	public long now() {
		return this.time.nanos();
	}

	/** Whether more time has passed since. */
	public boolean isLongerAgo(long then, Duration limit) {
		return now() - then > limit.toNanos();
	}

	/** A stream is listened to, which may stay silent. */
	public void listens(Exchange stream) {
		this.time.listens(stream);
	}

	/** The provider asks for a pause; null if it does not say how long. */
	public void askedFor(@Nullable Duration pause) {
		if (pause != null) {
			this.askedFor = (pause.compareTo(LIMIT) < 0) ? pause : LIMIT;
		}
	}

	/**
	 * Waits, at most until a deadline.
	 * @throws java.util.concurrent.CancellationException if the thread was interrupted
	 */
	public void pause(Deadline deadline) {
		Duration backoff = PAUSE.multipliedBy(1L << this.idle);
		Duration pause = (this.askedFor.compareTo(backoff) > 0) ? this.askedFor : backoff;
		Duration least = this.askedFor;
		this.askedFor = Duration.ZERO;
		this.idle = Math.min(this.idle + 1, MOST_DOUBLINGS);
		Duration rest = deadline.remaining();
		try {
			this.time.sleep(least, (pause.compareTo(rest) < 0) ? pause : rest);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw ModelFailures.cancelled(ex);
		}
	}

	/** What is waited by. */
	public interface Time {

		/** The real one. */
		Time SYSTEM = new Time() {

			@Override
			public long nanos() {
				return System.nanoTime();
			}

			@Override
			public void sleep(Duration least, Duration time) throws InterruptedException {
				TimeUnit.NANOSECONDS.sleep(time.toNanos());
			}

		};

		/** A monotonic clock, in nanoseconds. */
		long nanos();

		/** A stream is listened to instead of a pause. */
		default void listens(Exchange stream) {
		}

		/**
		 * Waits for so long, or until something is worth a look.
		 * @param least what the provider has asked for: nothing cuts that short
		 */
		void sleep(Duration least, Duration time) throws InterruptedException;

	}

}
