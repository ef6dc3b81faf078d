package dev.agentservice.run.order;

/**
 * What becomes of a streamed run whose client has left.
 */
public enum OnDisconnect {

	/** It is cancelled, unless a client reads it again within the grace period. */
	CANCEL,
	/** It is cancelled at once: its protocol has no way to reconnect. */
	CANCEL_AT_ONCE,
	/** It continues. */
	DETACH

}
