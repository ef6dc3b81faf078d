package dev.agentservice.simulator.chat;

/**
 * How an answer is wanted.
 *
 * @param toolChoice whether tools may or must be called
 * @param parallelCalls whether several tools may be called at once
 * @param maxOutputTokens where the answer is cut; {@link Integer#MAX_VALUE} if nowhere
 * @param stream whether it is wanted as a stream
 * @param streamUsage whether the stream shall report the usage
 */
public record Options(ToolChoice toolChoice, boolean parallelCalls, int maxOutputTokens, boolean stream,
		boolean streamUsage) {

	/** Whether tools may or must be called. */
	public enum ToolChoice {

		/** The model decides. */
		AUTO,
		/** It must answer itself. */
		NONE,
		/** It must call one. */
		REQUIRED

	}

}
