package dev.agentservice.simulator.anthropic;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.agentservice.simulator.chat.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import static dev.agentservice.simulator.anthropic.AnthropicRules.demand;

/**
 * What Anthropic checks in the messages of a request: roles alternate, calls of tools
 * have legal names and ids, and each is answered right behind.
 */
final class AnthropicConversation {

	private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]+");

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

	/** The fields of each type of block. */
	private static final Map<String, Set<String>> BLOCKS = Map.of("text",
			Set.of("type", "text", "cache_control", "citations"), "tool_use",
			Set.of("type", "id", "name", "input", "cache_control", "caller"), "tool_result",
			Set.of("type", "tool_use_id", "content", "is_error", "cache_control"), "thinking",
			Set.of("type", "thinking", "signature"), "redacted_thinking", Set.of("type", "data"));

	private AnthropicConversation() {
	}

	static void check(JsonNode body) throws Refusal {
		JsonNode messages = body.path("messages");
		demand(role(messages.path(0)).equals("user"), "messages: first message must use the \"user\" role");
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < messages.size(); i++) {
			JsonNode message = messages.path(i);
			JsonNode previous = (i == 0) ? MissingNode.getInstance() : messages.path(i - 1);
			checkRole(previous, message, i);
			checkBlocks(message, i);
			checkTexts(message);
			checkCalls(message, i, seen);
			checkResults(previous, message, i);
			checkAnswered(message, messages.path(i + 1), i);
		}
		checkLast(messages.path(messages.size() - 1));
		demand(!body.path("tools").isEmpty() || messages.valueStream()
			.noneMatch((message) -> AnthropicContent.blocks(message, "tool_use").findAny().isPresent()),
				"Requests which include `tool_use` or `tool_result` blocks must define tools.");
	}

	private static void checkRole(JsonNode previous, JsonNode message, int index) throws Refusal {
		demand(Set.of("user", "assistant").contains(role(message)),
				"messages." + index + ".role: Input should be 'user' or 'assistant'");
		demand(!role(message).equals(role(previous)),
				"messages: roles must alternate between \"user\" and \"assistant\", but found multiple \""
						+ role(message) + "\" roles in a row");
		for (String field : message.propertyNames()) {
			demand(Set.of("role", "content").contains(field),
					"messages." + index + "." + field + ": Extra inputs are not permitted");
		}
	}

	private static void checkBlocks(JsonNode message, int index) throws Refusal {
		List<JsonNode> blocks = AnthropicContent.blocks(message.path("content"));
		demand(!blocks.isEmpty(), "messages." + index
				+ ": all messages must have non-empty content except for the optional final assistant message");
		for (int i = 0; i < blocks.size(); i++) {
			String type = blocks.get(i).path("type").asString("");
			String place = "messages." + index + ".content." + i;
			Set<String> fields = BLOCKS.getOrDefault(type, Set.of());
			demand(BLOCKS.containsKey(type), place + ": Input tag '" + type
					+ "' found using 'type' does not match any of the expected tags: " + BLOCKS.keySet());
			for (String field : blocks.get(i).propertyNames()) {
				demand(fields.contains(field), place + "." + type + "." + field + ": Extra inputs are not permitted");
			}
		}
	}

	private static void checkTexts(JsonNode message) throws Refusal {
		for (JsonNode block : AnthropicContent.blocks(message, "text").toList()) {
			String text = block.path("text").asString("");
			demand(!text.isEmpty(), "messages: text content blocks must be non-empty");
			demand(!text.isBlank(), "messages: text content blocks must contain non-whitespace text");
		}
	}

	private static void checkCalls(JsonNode message, int index, Set<String> seen) throws Refusal {
		List<JsonNode> blocks = AnthropicContent.blocks(message.path("content"));
		for (int i = 0; i < blocks.size(); i++) {
			if (AnthropicContent.is(blocks.get(i), "tool_use")) {
				String place = "messages." + index + ".content." + i;
				String id = blocks.get(i).path("id").asString("");
				demand(role(message).equals("assistant"),
						"messages." + index + ": `tool_use` blocks can only be in `assistant` messages");
				demand(ID.matcher(id).matches(),
						place + ".tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'");
				demand(NAME.matcher(blocks.get(i).path("name").asString("")).matches(),
						place + ".tool_use.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
				demand(blocks.get(i).path("input").isObject(),
						place + ".tool_use.input: Input should be a valid dictionary");
				demand(seen.add(id), place + ": `tool_use` ids must be unique");
			}
		}
	}

	private static void checkResults(JsonNode previous, JsonNode message, int index) throws Refusal {
		List<String> answered = AnthropicContent.blocks(message, "tool_result")
			.map((block) -> block.path("tool_use_id").asString(""))
			.toList();
		Set<String> unexpected = new LinkedHashSet<>(answered);
		unexpected.removeAll(ids(previous, "tool_use", "id"));
		demand(unexpected.isEmpty(), "messages." + index
				+ ".content.0: unexpected `tool_use_id` found in `tool_result` " + "blocks: "
				+ String.join(", ", unexpected)
				+ ". Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");
		demand(Set.copyOf(answered).size() == answered.size(), "messages." + index
				+ ".content.0: each tool_use must have a single result. Found multiple `tool_result` blocks with the same id");
		List<JsonNode> blocks = AnthropicContent.blocks(message.path("content"));
		boolean first = blocks.stream()
			.limit(answered.size())
			.allMatch((block) -> AnthropicContent.is(block, "tool_result"));
		demand(first, "messages." + (index - 1)
				+ ": `tool_use` ids were found without `tool_result` blocks immediately after: results must come first");
	}

	private static void checkAnswered(JsonNode message, JsonNode next, int index) throws Refusal {
		Set<String> unanswered = ids(message, "tool_use", "id");
		unanswered.removeAll(ids(next, "tool_result", "tool_use_id"));
		demand(unanswered.isEmpty(),
				"messages." + index + ": `tool_use` ids were found without `tool_result` blocks "
						+ "immediately after: " + String.join(", ", unanswered)
						+ ". Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
	}

	private static void checkLast(JsonNode message) throws Refusal {
		if (role(message).equals("assistant")) {
			List<JsonNode> blocks = AnthropicContent.blocks(message.path("content"));
			String text = blocks.getLast().path("text").asString("");
			demand(text.equals(text.stripTrailing()),
					"messages: final assistant content cannot end with trailing whitespace");
		}
	}

	private static Set<String> ids(JsonNode message, String type, String field) {
		return AnthropicContent.blocks(message, type)
			.map((block) -> block.path(field).asString(""))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static String role(JsonNode message) {
		return message.path("role").asString("");
	}

}
