package dev.agentservice.llm.remote;

/**
 * Gets the events of a stream, on the thread that reads it. An exception of it ends the
 * reading and is thrown unchanged.
 */
@FunctionalInterface
public interface RemoteListener {

	/**
	 * The next event.
	 * @param sequence its number, from 0; a stream can be read again behind it
	 * @param event the event
	 */
	void on(long sequence, RemoteEvent event);

}
