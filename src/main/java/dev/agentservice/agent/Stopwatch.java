package dev.agentservice.agent;

import java.time.Duration;

/**
 * Measures elapsed time on the monotonic clock.
 *
 * @param startedAt the clock's reading at the start, in nanoseconds
 */
record Stopwatch(long startedAt) {

	static Stopwatch start() {
		return new Stopwatch(System.nanoTime());
	}

	Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

}
