package dev.agentservice.llm;

import dev.langchain4j.data.message.AiMessage;

/**
 * A whole answer of a model.
 *
 * @param model the model that answered
 * @param message its text, its tool calls, or both
 * @param usage the tokens it used
 * @param finish why it stopped
 */
public record ModelReply(ModelId model, AiMessage message, Usage usage, Finish finish) {

	/** Why a model stopped. */
	public enum Finish {

		/** It said all it had to say. */
		STOP,
		/** It wants tools to be called. */
		TOOL_CALLS,
		/** The output cap was reached: the answer is cut. */
		LENGTH,
		/** The provider's content filter stopped it. */
		CONTENT_FILTER,
		/** It is to be asked again, with what it said so far; nobody else sees this. */
		PAUSED

	}

}
