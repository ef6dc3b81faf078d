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
 * @param owner whose it is; all buckets of an owner share a slot of Redis
 * @param name its key in Redis
 */
record BucketKey(RateLimit limit, Quota quota, String owner, String name) {

	static Optional<BucketKey> of(RateLimit limit, Caller caller, RateLimitProperties properties) {
		return limit.owner(caller).map((owner) -> of(limit, owner, properties));
	}

	static Optional<BucketKey> ofKey(RateLimit limit, String credential, RateLimitProperties properties) {
		return RateLimit.ownerOfKey(credential).map((owner) -> of(limit, owner, properties));
	}

	static BucketKey of(RateLimit limit, UserTag user, RateLimitProperties properties) {
		return of(limit, RateLimit.owner(user), properties);
	}

	private static BucketKey of(RateLimit limit, String owner, RateLimitProperties properties) {
		return new BucketKey(limit, properties.quota(limit), owner, limit.key(owner));
	}

	BucketConfiguration configuration() {
		return BucketConfiguration.builder()
			.addLimit((bucket) -> bucket.capacity(this.quota.capacity())
				.refillGreedy(this.quota.capacity(), this.quota.period()))
			.build();
	}

}
