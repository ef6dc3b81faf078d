package dev.agentservice.rollout.sample.replay;

import java.io.Serial;

/**
 * A recording that cannot be read. Its message names the line.
 */
public final class InvalidReplayException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	InvalidReplayException(long line, String message) {
		super("line " + line + ": " + message);
	}

}
