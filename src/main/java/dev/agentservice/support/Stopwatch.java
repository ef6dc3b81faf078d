package dev.agentservice.support;

import java.time.Duration;

/**
 * Measures elapsed time on the monotonic clock.
 *
 * @param startedAt the clock's reading at the start, in nanoseconds
 */
public record Stopwatch(long startedAt) {

	public static Stopwatch start() {
		return new Stopwatch(System.nanoTime());
	}

	public Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

}
