package dev.agentservice.simulator.anthropic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.agentservice.simulator.chat.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What Anthropic checks before a model sees a request, as far as a client of ours could
 * break it.
 */
final class AnthropicRules {

	private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

	private AnthropicRules() {
	}

	static void check(JsonNode body) throws Refusal {
		for (String field : List.of("model", "max_tokens", "messages")) {
			demand(body.hasNonNull(field), field + ": Field required");
		}
		demand(body.path("max_tokens").asInt(0) > 0, "max_tokens: Input should be greater than or equal to 1");
		demand(!body.path("messages").isEmpty(), "messages: at least one message is required");
		checkTools(body.path("tools"));
		checkConversation(body.path("messages"));
	}

	private static void checkTools(JsonNode tools) throws Refusal {
		for (int i = 0; i < tools.size(); i++) {
			demand(TOOL_NAME.matcher(tools.path(i).path("name").asString("")).matches(),
					"tools." + i + ".custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
			demand(tools.path(i).path("input_schema").isObject(),
					"tools." + i + ".custom.input_schema: Field required");
		}
	}

	private static void checkConversation(JsonNode messages) throws Refusal {
		demand(role(messages.path(0)).equals("user"), "messages: first message must use the \"user\" role");
		for (int i = 0; i < messages.size(); i++) {
			JsonNode message = messages.path(i);
			demand(Set.of("user", "assistant").contains(role(message)),
					"messages." + i + ".role: Input should be 'user' or 'assistant'");
			checkTexts(message, i);
			checkResults((i == 0) ? MissingNode.getInstance() : messages.path(i - 1), message, i);
			checkAnswered(message, messages.path(i + 1), i);
		}
	}

	private static void checkTexts(JsonNode message, int index) throws Refusal {
		demand(!AnthropicContent.blocks(message.path("content")).isEmpty(), "messages." + index
				+ ": all messages must have non-empty content except for the optional final assistant message");
		demand(AnthropicContent.blocks(message, "text").noneMatch((block) -> block.path("text").asString("").isEmpty()),
				"messages: text content blocks must be non-empty");
	}

	private static void checkResults(JsonNode previous, JsonNode message, int index) throws Refusal {
		Set<String> unexpected = ids(message, "tool_result", "tool_use_id");
		unexpected.removeAll(ids(previous, "tool_use", "id"));
		demand(unexpected.isEmpty(), "messages." + index
				+ ".content.0: unexpected `tool_use_id` found in `tool_result` " + "blocks: "
				+ String.join(", ", unexpected)
				+ ". Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");
	}

	private static void checkAnswered(JsonNode message, JsonNode next, int index) throws Refusal {
		Set<String> unanswered = ids(message, "tool_use", "id");
		unanswered.removeAll(ids(next, "tool_result", "tool_use_id"));
		demand(unanswered.isEmpty(),
				"messages." + index + ": `tool_use` ids were found without `tool_result` blocks "
						+ "immediately after: " + String.join(", ", unanswered)
						+ ". Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
	}

	private static Set<String> ids(JsonNode message, String type, String field) {
		return AnthropicContent.blocks(message, type)
			.map((block) -> block.path(field).asString(""))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static String role(JsonNode message) {
		return message.path("role").asString("");
	}

	private static void demand(boolean condition, String message) throws Refusal {
		if (!condition) {
			throw AnthropicErrors.invalid(message);
		}
	}

}
