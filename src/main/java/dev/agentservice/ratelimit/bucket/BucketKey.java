package dev.agentservice.ratelimit.bucket;

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
public record BucketKey(RateLimit limit, Quota quota, String owner, String name) {

	public static BucketKey of(RateLimit limit, Caller caller, Quota quota) {
		return of(limit, limit.owner(caller), quota);
	}

	public static BucketKey of(RateLimit limit, String credential, String tenant, Quota quota) {
		return of(limit, limit.owner(credential, tenant), quota);
	}

	public static BucketKey of(RateLimit limit, UserTag user, Quota quota) {
		return of(limit, RateLimit.owner(user), quota);
	}

	private static BucketKey of(RateLimit limit, String owner, Quota quota) {
		return new BucketKey(limit, quota, owner, limit.key(owner));
	}

	BucketConfiguration configuration() {
		return BucketConfiguration.builder()
			.addLimit((bucket) -> bucket.capacity(this.quota.capacity())
				.refillGreedy(this.quota.capacity(), this.quota.period()))
			.build();
	}

}
