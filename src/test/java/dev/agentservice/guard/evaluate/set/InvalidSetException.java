package dev.agentservice.guard.evaluate.set;

/**
 * A file cannot be measured with; the message says where and why, without its texts.
 */
public final class InvalidSetException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidSetException(String message) {
		super(message);
	}

}
