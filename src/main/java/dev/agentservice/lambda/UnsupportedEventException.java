package dev.agentservice.lambda;

import org.jspecify.annotations.Nullable;

/**
 * An invocation that is no HTTP request: the function has a trigger that it cannot
 * answer.
 */
final class UnsupportedEventException extends RuntimeException {

	UnsupportedEventException(@Nullable Throwable cause) {
		super("The event is no HTTP request in the format 1.0 or 2.0: invoke this function by a function URL,"
				+ " an HTTP API or a REST API", cause);
	}

}
