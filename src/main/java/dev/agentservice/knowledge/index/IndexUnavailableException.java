package dev.agentservice.knowledge.index;

import org.jspecify.annotations.Nullable;

/**
 * An index cannot be asked, or does not answer in time.
 */
public class IndexUnavailableException extends RuntimeException {

	public IndexUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/** Whether it probably fails for all calls now, and not for this one alone. */
	public boolean isOutage() {
		return true;
	}

}
