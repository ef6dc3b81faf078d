package dev.agentservice.llm.model;

import java.util.Objects;

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

	/**
	 * The same reply with another text. The provider's opaque parts are returned to it in
	 * the same run, which it might refuse to continue otherwise, but are not stored: they
	 * may repeat what was redacted.
	 */
	public ModelReply withText(String text) {
		if (text.equals(this.message.text())) {
			return this;
		}
		return new ModelReply(this.model, OpaquePart.unstored(this.message).withText(text), this.usage, this.finish);
	}

	/** The answer that this reply, which its model paused, and the next one make up. */
	public ModelReply followedBy(ModelReply next) {
		String begun = Objects.requireNonNullElse(this.message.text(), "");
		String text = begun + Objects.requireNonNullElse(next.message.text(), "");
		return new ModelReply(next.model, next.message.toBuilder().text(text.isEmpty() ? null : text).build(),
				this.usage.plus(next.usage), next.finish);
	}

	/** The same reply, which will not be continued. */
	public ModelReply cut() {
		return new ModelReply(this.model, this.message, this.usage, Finish.LENGTH);
	}

	/** Why a model stopped. */
	public enum Finish {

		/** Its answer is complete. */
		STOP,
		/** It wants tools to be called. */
		TOOL_CALLS,
		/** The output cap was reached: the answer is cut. */
		LENGTH,
		/** The provider's content filter stopped it. */
		CONTENT_FILTER,
		/** It is to be called again, with its text so far; internal to the gateway. */
		PAUSED

	}

}
