package dev.agentservice.support.platform;

import java.time.Duration;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

/**
 * How old a copy of something outside is. By the wall clock, since the monotonic clock of
 * a process may stand still while it is frozen. Thread-safe.
 */
public final class Age {

	private final InstantSource clock;

	private volatile @Nullable Long readAt;

	public Age() {
		this(InstantSource.system());
	}

	/** By another clock. */
	public Age(InstantSource clock) {
		this.clock = clock;
	}

	/** The copy is of now. */
	public void renewed() {
		renewed(now());
	}

	/**
	 * The copy was read from this moment on: the process may have been frozen since.
	 * @param began {@link #now()} before it was read
	 */
	public void renewed(long began) {
		this.readAt = began;
	}

	/** The moment before a copy is read. */
	public long now() {
		return this.clock.millis();
	}

	/**
	 * Whether it is older than that, was never made, or the clock was set back since.
	 */
	public boolean exceeds(Duration limit) {
		Long known = this.readAt;
		if (known == null) {
			return true;
		}
		long age = this.clock.millis() - known;
		return age < 0 || age > limit.toMillis();
	}

}
