package dev.agentservice.run.event;

import java.io.IOException;

import dev.agentservice.run.event.store.StoredEvent;

/**
 * Where a reader's events go.
 */
public interface EventSink {

	/**
	 * The run was found, and what happens is told from now on.
	 * @throws IOException if the client has left
	 */
	default void connected() throws IOException {
		silence();
	}

	/**
	 * The next event.
	 * @throws IOException if the client has left
	 */
	void event(StoredEvent event) throws IOException;

	/**
	 * Everything there is for now was told: time to flush.
	 * @throws IOException if the client has left
	 */
	void flush() throws IOException;

	/**
	 * Nothing happened for a while: time to find out whether the client is still there.
	 * @throws IOException if it has left
	 */
	void silence() throws IOException;

}
