package dev.agentservice.simulator.openai;

import java.util.List;
import java.util.stream.Collectors;

import dev.agentservice.simulator.chat.ToolCall;
import tools.jackson.databind.JsonNode;

/**
 * Reads the parts of a message.
 */
final class OpenAiContent {

	private OpenAiContent() {
	}

	/** The text, given as a string, as parts, or not at all. */
	static String text(JsonNode message) {
		JsonNode content = message.path("content");
		if (content.isArray()) {
			return content.valueStream()
				.map((part) -> part.path("text").asString(""))
				.collect(Collectors.joining("\n"));
		}
		return content.isString() ? content.stringValue() : "";
	}

	/** What the model thought, where the message says so. */
	static String thought(JsonNode message) {
		return message.path("reasoning_content").asString("");
	}

	static List<ToolCall> calls(JsonNode message) {
		return message.path("tool_calls").valueStream().map(OpenAiContent::call).toList();
	}

	private static ToolCall call(JsonNode call) {
		JsonNode function = call.path("function");
		return new ToolCall(call.path("id").asString(""), function.path("name").asString(""),
				function.path("arguments").asString(""));
	}

}
