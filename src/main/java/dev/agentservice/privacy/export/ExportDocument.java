package dev.agentservice.privacy.export;

import java.io.UncheckedIOException;

import dev.agentservice.support.personal.ExportSink;

/**
 * An export while it is written. Without {@link #finish()} it is visibly incomplete.
 */
interface ExportDocument extends ExportSink, AutoCloseable {

	/**
	 * Writes what stands before all data.
	 * @param head when and of whom it is, and what is kept how long, as a JSON object
	 * @param readme the same in words
	 * @throws UncheckedIOException if the client is gone
	 */
	void begin(String head, String readme);

	/**
	 * Ends it: everything is in it.
	 * @throws UncheckedIOException if the client is gone
	 */
	void finish();

	/** Lets go what it holds. Writes nothing, so it does not end the document. */
	@Override
	default void close() {
		// Most hold nothing.
	}

}
