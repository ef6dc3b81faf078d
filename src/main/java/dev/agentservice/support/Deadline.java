package dev.agentservice.support;

import java.time.Duration;

/**
 * A point on the monotonic clock after which work is no longer wanted.
 */
public record Deadline(long nanoTime) {

	/** A deadline this far from now. */
	public static Deadline after(Duration duration) {
		return new Deadline(System.nanoTime() + duration.toNanos());
	}

	/** The remaining time, never negative. */
	public Duration remaining() {
		return Duration.ofNanos(Math.max(0, this.nanoTime - System.nanoTime()));
	}

	/** Whether nothing is left. */
	public boolean passed() {
		return this.nanoTime - System.nanoTime() <= 0;
	}

	/** The earlier of this deadline and one that far from now. */
	public Deadline within(Duration limit) {
		Deadline other = after(limit);
		return (other.nanoTime - this.nanoTime < 0) ? other : this;
	}

}
