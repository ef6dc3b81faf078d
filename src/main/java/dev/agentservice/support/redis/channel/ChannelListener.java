package dev.agentservice.support.redis.channel;

/**
 * Hears a Redis channel. Called on a thread of the connection, so it must neither block
 * nor throw: it wakes those who do the work.
 */
@FunctionalInterface
public interface ChannelListener {

	/** Somebody published this. */
	void message(String text);

	/**
	 * The subscription begins, or begins again after the connection was lost: what was
	 * published before may have been missed.
	 */
	default void subscribed() {
	}

}
