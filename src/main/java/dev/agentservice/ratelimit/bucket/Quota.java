package dev.agentservice.ratelimit.bucket;

import java.time.Duration;

/**
 * The number of a limit: a bucket of {@code capacity} tokens that fills evenly within
 * {@code period}.
 */
public interface Quota {

	/** How much may be used at once, and in the long run per period. */
	long capacity();

	/** How long an empty bucket takes to be full. */
	Duration period();

	/** What happens while Redis cannot be asked. */
	StoreFailureMode onStoreFailure();

}
