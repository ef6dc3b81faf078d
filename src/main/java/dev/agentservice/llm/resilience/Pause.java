package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * A time for which a model is not to be called. All times are those of
 * {@link System#nanoTime()}.
 *
 * @param end its end
 * @param known since when it has certainly been in Redis; null if that is not known
 * @param probed when a call last checked whether it still holds, or when it began
 */
record Pause(long end, @Nullable Long known, AtomicLong probed) {

	/** How often the model may be tried before the end, where no other can answer. */
	private static final Duration PROBE = Duration.ofMinutes(1);

	/** The ends of one pause at two replicas differ by less. */
	private static final Duration SAME = Duration.ofSeconds(1);

	/** A pause that begins now. */
	static Pause of(Duration length, long now) {
		return new Pause(now + length.toNanos(), null, new AtomicLong(now));
	}

	Pause knownSince(long time) {
		return new Pause(this.end, time, this.probed);
	}

	boolean isOver(long now) {
		return this.end - now <= 0;
	}

	Duration remaining(long now) {
		return Duration.ofNanos(this.end - now);
	}

	/** Whether Redis must have had it at that time. */
	boolean wasKnown(long time) {
		return this.known != null && this.known - time <= 0;
	}

	/** Whether another replica's pause lasts longer. */
	boolean isShorterThan(Pause other) {
		return other.end - this.end > SAME.toNanos();
	}

	boolean mayProbe(long now) {
		return now - this.probed.get() >= PROBE.toNanos();
	}

	/** Permits one call where {@link #mayProbe} says so. */
	boolean tryProbe(long now) {
		long last = this.probed.get();
		return mayProbe(now) && this.probed.compareAndSet(last, now);
	}

}
