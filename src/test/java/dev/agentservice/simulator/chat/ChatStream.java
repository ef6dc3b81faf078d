package dev.agentservice.simulator.chat;

import java.io.IOException;

/**
 * Writes an answer as the events of a protocol.
 */
public interface ChatStream {

	/** What comes before the first token. */
	void open() throws IOException;

	/** A piece of the answer. */
	void send(Chunk chunk) throws IOException;

	/** Why it ends and what it cost: all but the very last event. */
	void finish() throws IOException;

	/** The event that says that nothing more comes. */
	void endMarker() throws IOException;

	/** The provider gives up in the middle. */
	void error() throws IOException;

	/** An event whose JSON is broken. */
	void malformedEvent() throws IOException;

}
