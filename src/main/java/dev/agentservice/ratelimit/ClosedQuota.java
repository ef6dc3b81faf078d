package dev.agentservice.ratelimit;

import java.time.Duration;

import dev.agentservice.ratelimit.bucket.Quota;
import dev.agentservice.ratelimit.bucket.StoreFailureMode;

/**
 * A quota where each process handles a few requests at a time, and there are any number
 * of processes: what each would count for itself limits nothing, so nobody passes while
 * Redis cannot be asked.
 *
 * @param base the quota as it is configured
 */
record ClosedQuota(Quota base) implements Quota {

	/** The same quota, unless it would be counted by each process for itself. */
	static Quota of(Quota quota) {
		return (quota.onStoreFailure() == StoreFailureMode.LOCAL) ? new ClosedQuota(quota) : quota;
	}

	@Override
	public long capacity() {
		return this.base.capacity();
	}

	@Override
	public Duration period() {
		return this.base.period();
	}

	@Override
	public StoreFailureMode onStoreFailure() {
		return StoreFailureMode.CLOSED;
	}

}
