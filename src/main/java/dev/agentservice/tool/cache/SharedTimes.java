package dev.agentservice.tool.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How long results are kept that are the same for everybody. Thread-safe.
 */
public final class SharedTimes {

	private final AtomicReference<Duration> longest = new AtomicReference<>(Duration.ZERO);

	/** Notes the time of a tool. */
	public void note(Duration ttl) {
		this.longest.accumulateAndGet(ttl, (one, other) -> (one.compareTo(other) > 0) ? one : other);
	}

	/** The longest of any tool since the start; zero without one. */
	Duration longest() {
		return this.longest.get();
	}

}
