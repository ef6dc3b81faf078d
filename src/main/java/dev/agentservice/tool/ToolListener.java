package dev.agentservice.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;

/**
 * Hears what happens to tool calls, on the thread that asked for them.
 */
public interface ToolListener {

	/** Hears nothing. */
	ToolListener NONE = new ToolListener() {
	};

	/** The call begins; {@link #finished} follows unless the caller is interrupted. */
	default void started(ToolExecutionRequest call) {
	}

	/** The call ended, however it ended. */
	default void finished(ToolResult result) {
	}

}
