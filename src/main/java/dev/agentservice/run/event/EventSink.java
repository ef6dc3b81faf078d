package dev.agentservice.run.event;

import java.io.IOException;

import dev.agentservice.run.event.store.StoredEvent;

/**
 * Where a reader's events go.
 */
public interface EventSink {

	/**
	 * The run was found, and its events are emitted from now on.
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
	 * All events so far were emitted: time to flush.
	 * @throws IOException if the client has left
	 */
	void flush() throws IOException;

	/**
	 * There was no event for a while: time to check whether the client is still
	 * connected.
	 * @throws IOException if it has left
	 */
	void silence() throws IOException;

}
