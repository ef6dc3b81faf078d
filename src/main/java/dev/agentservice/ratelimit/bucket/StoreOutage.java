package dev.agentservice.ratelimit.bucket;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers that Redis is away, so that only the first to notice waits for it. Afterwards
 * one probe at a time looks whether it is back.
 */
final class StoreOutage {

	private static final Logger logger = LoggerFactory.getLogger(StoreOutage.class);

	private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

	private final AtomicReference<@Nullable Outage> present = new AtomicReference<>();

	/** Why Redis is away, or {@code null} if it is not. */
	@Nullable StoreUnavailableException cause() {
		Outage outage = this.present.get();
		return (outage != null) ? outage.cause() : null;
	}

	/** Whether it is this caller's turn to look. */
	boolean claimProbe() {
		Outage outage = this.present.get();
		return outage != null && outage.nextProbe().passed()
				&& this.present.compareAndSet(outage, Outage.because(outage.cause()));
	}

	void begin(StoreUnavailableException cause) {
		if (this.present.compareAndSet(null, Outage.because(cause))) {
			logger.atWarn().setCause(cause).log("Redis is away: rate limits go by their failure modes");
		}
	}

	void end() {
		if (this.present.getAndSet(null) != null) {
			logger.info("Redis is back: rate limits are shared again");
		}
	}

	private record Outage(StoreUnavailableException cause, Deadline nextProbe) {

		static Outage because(StoreUnavailableException cause) {
			return new Outage(cause, Deadline.after(PROBE_INTERVAL));
		}

	}

}
