package dev.agentservice.tool.call;

/**
 * The thread that waited for tool calls was interrupted: the run was cancelled. All
 * running calls were interrupted too, and the thread's interrupt flag is set.
 */
class ToolsInterruptedException extends RuntimeException {

	public ToolsInterruptedException(InterruptedException cause) {
		super("Interrupted while tools were running", cause);
	}

}
