package dev.agentservice.tool;

/**
 * A tool that cannot be offered: the start stops. The message names the method at fault.
 */
public class ToolDefinitionException extends RuntimeException {

	public ToolDefinitionException(String message) {
		super(message);
	}

}
