package dev.agentservice.llm.wire.anthropic;

import java.util.List;

import dev.agentservice.llm.wire.CallIds;
import dev.agentservice.llm.wire.Conversation;
import dev.agentservice.llm.wire.Conversation.Turn;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.Question;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a question as a request for a message. Three cache marks are set at the end of
 * the parts that are repeated unchanged by every call of a run and by the session's next
 * run, so that they can be read from a cache for a tenth of their price: the tools, the
 * instructions, and the turns before the task.
 *
 * @see <a href=
 * "https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching">Prompt
 * caching</a>
 */
final class AnthropicRequest {

	private final Question question;

	private final Conversation conversation;

	AnthropicRequest(Question question) {
		this.question = question;
		this.conversation = Conversation.of(question, CallIds.ofAnthropic());
	}

	ObjectNode body() {
		ObjectNode body = Json.object().put("model", this.question.model());
		if (!this.conversation.instructions().isEmpty()) {
			mark(body.putArray("system").addObject().put("type", "text").put("text", this.conversation.instructions()));
		}
		addMessages(body.putArray("messages"));
		new ToolDeclarations(this.question, this.conversation).addTo(body);
		return body;
	}

	private void addMessages(ArrayNode messages) {
		List<Turn> turns = this.conversation.turns();
		int older = lastOlderTurn(turns);
		ArrayNode results = null;
		for (int i = 0; i < turns.size(); i++) {
			switch (turns.get(i)) {
				case Conversation.User user -> {
					ArrayNode content = (results != null) ? results : message(messages, "user");
					user.texts().forEach((text) -> content.addObject().put("type", "text").put("text", text));
					results = null;
				}
				case Conversation.Assistant assistant -> {
					ArrayNode content = message(messages, "assistant");
					AssistantBlocks.of(assistant, i == turns.size() - 1).forEach(content::add);
					if (i == older) {
						markLast(content);
					}
					results = assistant.calls().isEmpty() ? null : results(messages, assistant);
				}
			}
		}
	}

	private static ArrayNode message(ArrayNode messages, String role) {
		return messages.addObject().put("role", role).putArray("content");
	}

	private static ArrayNode results(ArrayNode messages, Conversation.Assistant assistant) {
		ArrayNode content = message(messages, "user");
		assistant.calls().forEach((call) -> addResult(content, call));
		return content;
	}

	private static void addResult(ArrayNode content, Conversation.Call call) {
		ObjectNode result = content.addObject().put("type", "tool_result").put("tool_use_id", call.id());
		if (!call.result().isBlank()) {
			result.putArray("content").addObject().put("type", "text").put("text", call.result());
		}
		if (call.error()) {
			result.put("is_error", true);
		}
	}

	/** The model's last turn before the task, -1 if the task is the first. */
	private static int lastOlderTurn(List<Turn> turns) {
		int task = turns.size() - 1;
		while (task > 0 && !(turns.get(task) instanceof Conversation.User)) {
			task--;
		}
		return task - 1;
	}

	/** A mark on thoughts is refused. */
	private static void markLast(ArrayNode content) {
		for (int i = content.size() - 1; i >= 0; i--) {
			if (content.path(i) instanceof ObjectNode block && !ThinkingRules.isThought(block)) {
				mark(block);
				return;
			}
		}
	}

	static void mark(ObjectNode block) {
		block.putObject("cache_control").put("type", "ephemeral");
	}

}
