package dev.agentservice.tool;

/**
 * A tool's way to tell the model what went wrong: the message becomes the call's result
 * as it stands, so it is written for the model (what is wrong, what would be right) and
 * holds nothing the user may not see. The text of any other exception stays in the log.
 */
public class ToolException extends RuntimeException {

	public ToolException(String messageForModel) {
		super(messageForModel);
	}

	public ToolException(String messageForModel, Throwable cause) {
		super(messageForModel, cause);
	}

}
