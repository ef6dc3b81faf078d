package dev.agentservice.agent.answer;

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;

/**
 * The beginning of an answer whose model failed, for another one to go on after. It is
 * asked in a message of the user, because not every model goes on after a last message of
 * its own, and to repeat the last words, because a model that starts over cannot be told
 * from one that goes on otherwise.
 *
 * @param text what the client was told and keeps; empty if there is nothing to go on
 * after
 */
public record BrokenAnswer(String text) {

	public static final BrokenAnswer NONE = new BrokenAnswer("");

	private static final String GO_ON = """
			Your answer was cut off by a technical fault. Begin with its last words, exactly as they are, and go on from \
			there, in the middle of a word if need be. Do not repeat more of it, do not comment on the interruption. \
			Its last words are:
			""";

	/** How many of the last characters are to be repeated, at most. */
	private static final int LAST_WORDS = 80;

	public boolean isNothing() {
		return this.text.isEmpty();
	}

	/**
	 * Whether a model can be shown this: providers refuse messages of nothing but blanks.
	 */
	public boolean canGoOn() {
		return !this.text.isBlank();
	}

	/** A prompt that asks for the rest. */
	public List<ChatMessage> appendedTo(List<ChatMessage> prompt) {
		if (isNothing()) {
			return prompt;
		}
		List<ChatMessage> question = new ArrayList<>(prompt);
		question.add(AiMessage.from(this.text));
		question.add(UserMessage.from(GO_ON + lastWords()));
		return question;
	}

	/** From the beginning of a word on, if there is one. */
	private String lastWords() {
		int start = Math.max(0, this.text.length() - LAST_WORDS);
		int blank = this.text.indexOf(' ', start);
		if (start > 0 && blank >= 0 && blank < this.text.length() - LAST_WORDS / 2) {
			return this.text.substring(blank + 1);
		}
		return this.text.substring(Character.isLowSurrogate(this.text.charAt(start)) ? start + 1 : start);
	}

}
