package dev.agentservice.simulator.anthropic;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.ToolCall;
import tools.jackson.databind.JsonNode;

/**
 * Reads the content of messages, given as a string or as blocks.
 */
final class AnthropicContent {

	private AnthropicContent() {
	}

	/** The blocks; a string counts as one text block. */
	static List<JsonNode> blocks(JsonNode content) {
		if (content.isString()) {
			return List.of(Json.object().put("type", "text").set("text", content));
		}
		return content.valueStream().toList();
	}

	static Stream<JsonNode> blocks(JsonNode message, String type) {
		return blocks(message.path("content")).stream().filter((block) -> is(block, type));
	}

	static boolean is(JsonNode block, String type) {
		return block.path("type").asString("").equals(type);
	}

	/** The joined text of all text blocks. */
	static String text(JsonNode content) {
		return blocks(content).stream()
			.filter((block) -> is(block, "text"))
			.map((block) -> block.path("text").asString(""))
			.collect(Collectors.joining("\n"));
	}

	static ToolCall call(JsonNode block) {
		return new ToolCall(block.path("id").asString(""), block.path("name").asString(""),
				Json.text(block.path("input")));
	}

}
