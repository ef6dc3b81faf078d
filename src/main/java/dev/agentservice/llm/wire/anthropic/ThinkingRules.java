package dev.agentservice.llm.wire.anthropic;

import java.util.Set;

import dev.agentservice.llm.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * When a model may be asked to think: not between its tool calls and their results, if it
 * did not begin that turn with thoughts, for example because another provider's model
 * called the tools.
 *
 * @see <a href=
 * "https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking#preserving-thinking-blocks">Preserving
 * thinking blocks</a>
 */
final class ThinkingRules {

	private static final Set<String> THOUGHTS = Set.of("thinking", "redacted_thinking");

	private ThinkingRules() {
	}

	static boolean isThought(JsonNode block) {
		return THOUGHTS.contains(Json.text(block, "type"));
	}

	/** Removes the parameter from a request that must not have it. */
	static void apply(ObjectNode body) {
		boolean asked = "enabled".equals(Json.text(body.path("thinking"), "type"));
		if (asked && isInToolLoop(body.path("messages")) && !beginsWithThought(body.path("messages"))) {
			body.remove("thinking");
		}
	}

	private static boolean isInToolLoop(JsonNode messages) {
		JsonNode last = messages.path(messages.size() - 1).path("content").path(0);
		return "tool_result".equals(Json.text(last, "type"));
	}

	private static boolean beginsWithThought(JsonNode messages) {
		return isThought(messages.path(messages.size() - 2).path("content").path(0));
	}

}
