package dev.agentservice.ratelimit;

/**
 * What a limit does while Redis cannot be asked.
 */
enum StoreFailureMode {

	/** Each replica counts for itself. */
	LOCAL,
	/** Nobody passes: 503, since nothing is known of the caller. */
	CLOSED,
	/** Everybody passes. */
	OPEN

}
