package dev.agentservice.llm.http;

import java.io.IOException;

/**
 * A connection from the pool was closed by its other end before the request arrived.
 * Nothing of an answer was received, and nothing is owed.
 */
final class LostConnectionException extends IOException {

	private static final long serialVersionUID = 1L;

	LostConnectionException(IOException cause) {
		super("a pooled connection was closed meanwhile", cause);
	}

}
