package dev.agentservice.ratelimit;

import java.util.Optional;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import io.github.bucket4j.BucketConfiguration;

/**
 * Which bucket, and what it should be like.
 *
 * @param limit what it limits
 * @param quota its number
 * @param name its key in Redis
 */
record BucketKey(RateLimit limit, Quota quota, String name) {

	static Optional<BucketKey> of(RateLimit limit, Caller caller, RateLimitProperties properties) {
		return limit.key(caller).map((name) -> new BucketKey(limit, properties.quota(limit), name));
	}

	static BucketKey of(RateLimit limit, UserTag user, RateLimitProperties properties) {
		return new BucketKey(limit, properties.quota(limit), limit.key(user));
	}

	BucketConfiguration configuration() {
		return BucketConfiguration.builder()
			.addLimit((bucket) -> bucket.capacity(this.quota.capacity())
				.refillGreedy(this.quota.capacity(), this.quota.period()))
			.build();
	}

}
