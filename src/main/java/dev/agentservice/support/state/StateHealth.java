package dev.agentservice.support.state;

import java.util.OptionalInt;

import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down while a newer release has written what this one cannot read, and until it is known
 * what was written. Part of readiness.
 */
@Component("stateHealthIndicator")
class StateHealth implements HealthIndicator {

	private final StateVersion version;

	StateHealth(StateVersion version) {
		this.version = version;
	}

	@Override
	public Health health() {
		OptionalInt written = written();
		Health.Builder health = (written.isPresent() && this.version.isReadable()) ? Health.up() : Health.down();
		written.ifPresent((number) -> health.withDetail("written", number));
		return health.withDetail("readable", StateProperties.NEWEST_VERSION).build();
	}

	/** Ready as soon as Redis is, not only at the next look. */
	private OptionalInt written() {
		if (this.version.written().isEmpty()) {
			try {
				this.version.look();
			}
			catch (StoreUnavailableException _) {
				return OptionalInt.empty();
			}
		}
		return this.version.written();
	}

}
