package dev.agentservice.compat.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.session.Message;
import dev.agentservice.support.Text;
import dev.agentservice.support.json.JsonFields;

/**
 * The {@code messages} of a request. What the client calls a system message has no more
 * authority than a user's text, because the agent has instructions of its own: it is put
 * before everything else that was said, as a user's message.
 *
 * @param history what was said before the task; messages without a word are left out
 * @param task the last message
 */
record ChatMessages(List<Message> history, String task) {

	private static final String FIELD = "messages";

	private static final int MAX_MESSAGES = 1000;

	ChatMessages {
		history = List.copyOf(history);
	}

	/**
	 * Takes the messages out of a body; what is bad is remembered in its fields.
	 * @param body the fields of the body
	 * @param maxCharacters of each message, in code points
	 * @param unsupported takes the places of what is not supported
	 */
	static ChatMessages read(JsonFields body, int maxCharacters, UnsupportedParameters unsupported) {
		body.require(FIELD);
		List<ChatMessage> messages = new ArrayList<>();
		for (JsonFields entry : body.optionalObjects(FIELD, MAX_MESSAGES)) {
			messages.add(ChatMessage.read(entry.withoutNulls(), maxCharacters, unsupported));
		}
		if (messages.isEmpty()) {
			return new ChatMessages(List.of(), "");
		}
		requireTask(messages.getLast(), body, messages.size() - 1);
		return new ChatMessages(history(messages.subList(0, messages.size() - 1)), messages.getLast().text());
	}

	private static void requireTask(ChatMessage last, JsonFields body, int index) {
		String place = FIELD + "[" + index + "].";
		if (!"user".equals(last.role())) {
			body.reject(place + "role", "must be user, because the last message is the task");
		}
		if (Text.isBlank(last.text())) {
			body.reject(place + "content", "must not be blank, because the last message is the task");
		}
	}

	private static List<Message> history(List<ChatMessage> messages) {
		List<ChatMessage> spoken = messages.stream().filter((message) -> !Text.isBlank(message.text())).toList();
		return Stream
			.concat(spoken.stream().filter(ChatMessage::isSystem),
					spoken.stream().filter((message) -> !message.isSystem()))
			.map(ChatMessage::toMessage)
			.toList();
	}

}
