package dev.agentservice.ratelimit.bucket;

/**
 * What a limit does while Redis cannot be asked.
 */
public enum StoreFailureMode {

	/** Each replica counts for itself. */
	LOCAL,
	/** Nobody passes: 503, since nothing is known of the caller. */
	CLOSED,
	/** Everybody passes. */
	OPEN

}
