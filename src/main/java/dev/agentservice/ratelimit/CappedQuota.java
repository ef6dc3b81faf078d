package dev.agentservice.ratelimit;

import java.time.Duration;

import dev.agentservice.identity.Ceiling;
import dev.agentservice.identity.ConfiguredCredential;
import dev.agentservice.identity.Credentials;
import dev.agentservice.ratelimit.bucket.Quota;
import dev.agentservice.ratelimit.bucket.RateLimit;
import dev.agentservice.ratelimit.bucket.StoreFailureMode;
import org.jspecify.annotations.Nullable;

/**
 * A quota with the capacity of one credential's own.
 *
 * @param base what counts for all
 * @param capacity the credential's own number
 */
record CappedQuota(Quota base, long capacity) implements Quota {

	/** The quota of a limit, as the credential's ceiling has it. */
	static Quota of(RateLimit limit, Quota base, String credential, Credentials credentials) {
		Ceiling ceiling = credentials.find(credential).map(ConfiguredCredential::ceiling).orElse(null);
		if (ceiling == null) {
			return base;
		}
		return switch (limit) {
			case KEY_REQUESTS -> capped(base, ceiling.requests());
			case NEW_USERS -> capped(base, ceiling.newUsers());
			case USER_REQUESTS, USER_TOKENS, USER_BYTES, KEY_BYTES, USER_REFUSALS, USER_READS, KEY_READS -> base;
		};
	}

	@Override
	public Duration period() {
		return this.base.period();
	}

	@Override
	public StoreFailureMode onStoreFailure() {
		return this.base.onStoreFailure();
	}

	private static Quota capped(Quota base, @Nullable Long capacity) {
		return (capacity != null) ? new CappedQuota(base, capacity) : base;
	}

}
