package dev.agentservice.ratelimit.bucket;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import dev.agentservice.support.LatestUsed;
import dev.agentservice.support.redis.RedisStore;

/**
 * Buckets in Redis. What Bucket4j's commands do to a bucket is computed here, from a
 * state and a time of Redis, and holds if Redis finds both right. Thread-safe.
 */
public final class RedisBuckets {

	private static final int KEPT = 10_000;

	private final LatestUsed<String, BucketSlot> slots;

	/**
	 * All buckets of a Redis.
	 * @param timeout of a Redis command
	 * @param nanoTime a monotonic clock
	 */
	public RedisBuckets(RedisStore store, Duration timeout, LongSupplier nanoTime) {
		this.slots = new LatestUsed<>(KEPT, (_) -> new BucketSlot(store, timeout, new SlotClock(nanoTime)));
	}

	/** Draws from buckets, from those that share a slot at once. */
	public void ask(List<Draw> draws) {
		draws.stream()
			.collect(Collectors.groupingBy((draw) -> draw.key().owner(), LinkedHashMap::new, Collectors.toList()))
			.forEach((owner, some) -> this.slots.get(owner).ask(some));
	}

}
