package dev.agentservice.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;

/**
 * Hears what happens to tool calls, on the thread that asked for them.
 */
public interface ToolListener {

	/** Hears nothing. */
	ToolListener NONE = new ToolListener() {
	};

	/**
	 * The call begins; {@link #finished} or {@link #fellBack} follows unless the caller
	 * is interrupted.
	 * @param call what the model asked for; in a fallback's name if it is the fallback
	 * that begins
	 */
	default void started(ToolExecutionRequest call) {
	}

	/**
	 * The call failed, and its fallback begins next: this is not what the model is told.
	 */
	default void fellBack(ToolResult failed) {
	}

	/** The call ended, however it ended. */
	default void finished(ToolResult result) {
	}

}
