package dev.agentservice.support.resilience;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import dev.agentservice.support.Deadline;
import io.github.resilience4j.core.IntervalFunction;
import org.jspecify.annotations.Nullable;

/**
 * How often something is called for one result, and how long is waited in between. The
 * loop is the caller's, since only the caller knows which failures pass by themselves.
 *
 * @param maxAttempts how often it is called, the first time included; 1 turns retries off
 * @param backoff the pause before the first retry on average; it doubles with each, and
 * half of it is random
 * @param maxBackoff the longest such pause
 */
public record RetryPolicy(int maxAttempts, Duration backoff, Duration maxBackoff) {

	/** A pause may take this part of the time left: the result needs some, too. */
	private static final int PAUSE_SHARE = 2;

	private static final double GROWTH = 2;

	private static final double RANDOM_PART = 0.5;

	/**
	 * A policy.
	 * @throws IllegalArgumentException if no pause could grow
	 */
	public RetryPolicy {
		if (maxBackoff.toMillis() <= backoff.toMillis()) {
			throw new IllegalArgumentException(
					"max-backoff must be longer than backoff, which is " + backoff.toMillis() + " ms");
		}
	}

	/**
	 * How long to wait before the next call.
	 * @param attempts how often it was called for this result
	 * @param deadline when the result is no longer wanted
	 * @param atLeast the shortest pause that makes sense, for example because the other
	 * side asked for it
	 * @param budget grants a retry and counts it; asked last, so that only a retry that
	 * is made is counted
	 * @return the pause, or null if there is no further call
	 */
	public @Nullable Duration pauseAfter(int attempts, Deadline deadline, Duration atLeast, BooleanSupplier budget) {
		if (attempts >= this.maxAttempts) {
			return null;
		}
		Duration pause = longer(backoff(attempts), atLeast);
		if (pause.compareTo(deadline.remaining().dividedBy(PAUSE_SHARE)) > 0) {
			return null;
		}
		return budget.getAsBoolean() ? pause : null;
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? other : one;
	}

	private Duration backoff(int attempts) {
		return Duration
			.ofMillis(IntervalFunction.ofExponentialRandomBackoff(this.backoff, GROWTH, RANDOM_PART, this.maxBackoff)
				.apply(attempts));
	}

}
