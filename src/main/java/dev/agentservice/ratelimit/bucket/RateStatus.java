package dev.agentservice.ratelimit.bucket;

import java.time.Duration;

import org.springframework.modulith.NamedInterface;

/**
 * How a caller stands with one limit, after the request.
 *
 * @param limit which
 * @param quota its number
 * @param allowed whether the request may pass
 * @param remaining what is left, never below 0
 * @param reset if the request may pass, how long until all of the quota is back; if not,
 * how long to wait before the next one
 * @param source who counted
 */
@NamedInterface("bucket")
public record RateStatus(RateLimit limit, Quota quota, boolean allowed, long remaining, Duration reset, Source source) {

	static RateStatus of(BucketKey key, Level level, Source source) {
		return new RateStatus(key.limit(), key.quota(), level.passes(), Math.max(0, level.tokens()), level.reset(),
				source);
	}

	public static RateStatus unchecked(BucketKey key) {
		return new RateStatus(key.limit(), key.quota(), true, key.quota().capacity(), Duration.ZERO, Source.NOBODY);
	}

	/** Who counted. */
	public enum Source {

		/** All replicas together. */
		REDIS,
		/** This replica alone, because Redis is away. */
		LOCAL,
		/** Redis is away and the limit is open then. */
		NOBODY

	}

}
