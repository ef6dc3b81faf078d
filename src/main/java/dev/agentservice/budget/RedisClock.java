package dev.agentservice.budget;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.agentservice.support.Deadline;

/**
 * What the clock of Redis shows, told from the last answer of a script and this machine's
 * monotonic clock. The wall clock of this machine, which may be minutes wrong, plays no
 * part.
 * <p>
 * An answer takes time to travel, so the estimate is early, never late: a script that is
 * given such a time limit stops a little too soon rather than too late.
 */
final class RedisClock {

	private final AtomicLong redisMinusMonotonic = new AtomicLong(Long.MIN_VALUE);

	/** Takes in the time an answer was made at. */
	void observed(long redisMillis) {
		this.redisMinusMonotonic.set(redisMillis - monotonicMillis());
	}

	/**
	 * A deadline by the clock of Redis.
	 * @param deadline a deadline of this process
	 * @return milliseconds since 1970; 0, which has always passed, before the first
	 * answer
	 */
	long at(Deadline deadline) {
		long difference = this.redisMinusMonotonic.get();
		if (difference == Long.MIN_VALUE) {
			return 0;
		}
		return difference + monotonicMillis() + deadline.remaining().toMillis();
	}

	private static long monotonicMillis() {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
	}

}
