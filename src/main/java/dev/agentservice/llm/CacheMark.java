package dev.agentservice.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;

/**
 * Marks where the stable part of a conversation ends. Instructions, tools and the turns
 * before the task come again, letter by letter, with every call of a run and with the
 * session's next run, so that the provider can read them from its cache for a tenth of
 * their price.
 *
 * @see <a href=
 * "https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching">Prompt
 * caching</a>
 */
final class CacheMark {

	/** The wire client's name for a message up to which the prompt is to be cached. */
	private static final Map<String, Object> MARK = Map.of("cache_control", "ephemeral");

	private CacheMark() {
	}

	/** The messages with the last answer before the task marked, if there is one. */
	static List<ChatMessage> onOlderTurns(List<ChatMessage> messages) {
		int task = messages.size() - 1;
		while (task > 0 && !(messages.get(task) instanceof UserMessage)) {
			task--;
		}
		if (task > 0 && messages.get(task - 1) instanceof AiMessage answer) {
			List<ChatMessage> marked = new ArrayList<>(messages);
			marked.set(task - 1, answer.toBuilder().attributes(MARK).build());
			return marked;
		}
		return messages;
	}

}
