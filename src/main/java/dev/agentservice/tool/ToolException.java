package dev.agentservice.tool;

import org.jspecify.annotations.Nullable;

/**
 * A tool's way to tell the model what went wrong: the message becomes the call's result
 * as it stands, so it is written for the model (what is wrong, what would be right) and
 * holds nothing the user may not see. The text of any other exception stays in the log.
 * <p>
 * Such a failure is permanent: the tool works, and the same call would end the same way.
 * It is not repeated, no fallback is called, and it does not count against the tool. What
 * may pass is said by {@link #retryable}, or by any other exception.
 */
public class ToolException extends RuntimeException {

	private final boolean retryable;

	public ToolException(String messageForModel) {
		this(messageForModel, null, false);
	}

	public ToolException(String messageForModel, Throwable cause) {
		this(messageForModel, cause, false);
	}

	private ToolException(String messageForModel, @Nullable Throwable cause, boolean retryable) {
		super(messageForModel, cause);
		this.retryable = retryable;
	}

	/**
	 * A failure that may pass: the tool is called again if its policy allows, then its
	 * fallback is; the message is for the model if neither helps.
	 * @param messageForModel what is wrong
	 * @param cause what failed, or null; goes to the log
	 */
	public static ToolException retryable(String messageForModel, @Nullable Throwable cause) {
		return new ToolException(messageForModel, cause, true);
	}

	/** Whether the same call may succeed another time. */
	public boolean isRetryable() {
		return this.retryable;
	}

}
