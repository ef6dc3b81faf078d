package dev.agentservice.run.queue;

import dev.agentservice.support.redis.RedisStore;

import org.springframework.stereotype.Component;

/**
 * Whether Redis has room for further runs. A Redis that is full refuses writes, also
 * those that end runs, so nothing is queued some time before.
 */
@Component
class MemoryGuard {

	private static final int NONE = 100;

	private final RedisStore redis;

	private final int percent;

	private volatile boolean isShort;

	MemoryGuard(RedisStore redis, QueueProperties properties) {
		this.redis = redis;
		this.percent = properties.memoryGuard();
	}

	/** As last measured. */
	boolean isShort() {
		return this.isShort;
	}

	/** Measures soon; until Redis says, what it said last holds. */
	void measure() {
		if (this.percent < NONE) {
			var _ = this.redis.memoryPercent().thenAccept((used) -> this.isShort = used >= this.percent);
		}
	}

}
