package dev.agentservice.tool;

/**
 * A tool that cannot be offered: the start stops. The message names the method at fault.
 */
class ToolDefinitionException extends RuntimeException {

	ToolDefinitionException(String message) {
		super(message);
	}

}
