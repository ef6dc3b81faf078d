package dev.agentservice.simulator.chat;

/**
 * Why a model stopped.
 */
public enum Finish {

	/** It said all. */
	STOP,
	/** It waits for tool results. */
	TOOL_CALLS,
	/** The client's cap on tokens was reached. */
	LENGTH,
	/** The content filter stepped in. */
	FILTERED

}
