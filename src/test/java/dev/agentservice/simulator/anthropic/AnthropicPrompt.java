package dev.agentservice.simulator.anthropic;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.OfferedTool;
import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.usage.Segment;
import dev.agentservice.simulator.usage.Tokenizer;
import tools.jackson.databind.JsonNode;

/**
 * The prompt as Anthropic reads and caches it: tools, system, messages, block by block. A
 * {@code cache_control} on the request itself marks the last block.
 */
final class AnthropicPrompt {

	/**
	 * What Anthropic itself tells the model about tools, once per request that has any.
	 */
	private static final int ABOUT_TOOLS = 264;

	private final JsonNode body;

	private final List<Segment> segments = new ArrayList<>();

	AnthropicPrompt(JsonNode body) {
		this.body = body;
	}

	List<Segment> segments(List<OfferedTool> tools) {
		for (int i = 0; i < tools.size(); i++) {
			int tokens = tools.get(i).tokens() + ((i == 0) ? ABOUT_TOOLS : 0);
			this.segments.add(new Segment(tools.get(i).identity(), tokens, isMarked(this.body.path("tools").path(i))));
		}
		add("system", this.body.path("system"));
		this.body.path("messages")
			.forEach((message) -> add(message.path("role").asString(""), message.path("content")));
		if (isMarked(this.body)) {
			Segment last = this.segments.removeLast();
			this.segments.add(new Segment(last.identity(), last.tokens(), true));
		}
		return this.segments;
	}

	private void add(String role, JsonNode content) {
		int overhead = Segment.PER_MESSAGE;
		for (JsonNode block : AnthropicContent.blocks(content)) {
			this.segments.add(new Segment(identity(role, block), overhead + tokens(block), isMarked(block)));
			overhead = 0;
		}
	}

	private static int tokens(JsonNode block) {
		return switch (block.path("type").asString("")) {
			case "text" -> Tokenizer.count(block.path("text").asString(""));
			case "tool_result" -> Tokenizer.count(AnthropicContent.text(block.path("content")));
			case "tool_use" -> {
				ToolCall call = AnthropicContent.call(block);
				yield Tokenizer.count(call.name()) + Tokenizer.count(call.arguments());
			}
			case "thinking" -> Tokenizer.count(block.path("thinking").asString(""));
			default -> 0;
		};
	}

	/** Moving the mark along a growing conversation must not make its blocks others. */
	private static String identity(String role, JsonNode block) {
		String text = block.path("text").asString("");
		return text.isEmpty() ? role + Json.text(block).replace(",\"cache_control\":{\"type\":\"ephemeral\"}", "")
				: role + text;
	}

	private static boolean isMarked(JsonNode node) {
		return node.path("cache_control").isObject();
	}

}
