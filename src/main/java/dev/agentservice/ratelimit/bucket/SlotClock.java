package dev.agentservice.ratelimit.bucket;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reckons what time it is in a Redis, from what it said last and how long ago that was
 * heard: the clock that this replica is set to plays no part. It is behind by as long as
 * the answer took to come; {@code bucket-swap.lua} corrects one that is ahead. For one
 * thread at a time.
 */
final class SlotClock {

	private final LongSupplier nanoTime;

	private long said;

	private long heard;

	/**
	 * A clock that is wrong until it is set.
	 * @param nanoTime a monotonic clock
	 */
	SlotClock(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.heard = nanoTime.getAsLong();
	}

	/** The time, in microseconds since 1970. */
	long micros() {
		return this.said + TimeUnit.NANOSECONDS.toMicros(this.nanoTime.getAsLong() - this.heard);
	}

	void set(long micros) {
		this.said = micros;
		this.heard = this.nanoTime.getAsLong();
	}

}
