package dev.agentservice.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.agentservice.llm.ModelReply;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;

/**
 * The beginning of an answer whose model failed, for another one to go on after. It is
 * asked in a message of the user, because not every model goes on after a last message of
 * its own.
 *
 * @param text what the client was told and keeps; empty if there is nothing to go on
 * after
 */
record BrokenAnswer(String text) {

	static final BrokenAnswer NONE = new BrokenAnswer("");

	private static final String GO_ON = """
			Your answer was cut off by a technical fault. Go on exactly where it ends, in the middle of a word if need \
			be. Do not repeat any of it, do not comment on the interruption.""";

	boolean isNothing() {
		return this.text.isEmpty();
	}

	/**
	 * Whether a model can be shown this: providers refuse messages of nothing but blanks.
	 */
	boolean canGoOn() {
		return !this.text.isBlank();
	}

	/** A prompt that asks for the rest. */
	List<ChatMessage> appendedTo(List<ChatMessage> prompt) {
		if (isNothing()) {
			return prompt;
		}
		List<ChatMessage> question = new ArrayList<>(prompt);
		question.add(AiMessage.from(this.text));
		question.add(UserMessage.from(GO_ON));
		return question;
	}

	/** The reply as if it had been given in one piece. */
	ModelReply completedBy(ModelReply rest) {
		if (isNothing()) {
			return rest;
		}
		String end = Objects.requireNonNullElse(rest.message().text(), "");
		return rest.withText(this.text + end);
	}

}
