package dev.agentservice.simulator.http;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * The client closed its connection before the answer was complete.
 */
public class ClientLeftException extends IOException {

	ClientLeftException(@Nullable Throwable cause) {
		super("The client left before the answer was complete", cause);
	}

}
