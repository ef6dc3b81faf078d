package dev.agentservice.simulator.anthropic;

import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Finish;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.usage.PromptTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects that whole answers and streams are made of.
 */
final class AnthropicReply {

	private AnthropicReply() {
	}

	static ObjectNode whole(Completion completion) {
		Reply reply = completion.generation().reply();
		ObjectNode message = opening(completion, completion.generation().tokens());
		if (!reply.text().isEmpty()) {
			message.withArray("content").add(text(reply.text()));
		}
		reply.calls().forEach((call) -> message.withArray("content").add(toolUse(call)));
		return message.put("stop_reason", stopReason(completion.generation().finish()));
	}

	/** A message without content, so far of so many tokens. */
	static ObjectNode opening(Completion completion, int tokens) {
		ObjectNode message = Json.object()
			.put("id", completion.id())
			.put("type", "message")
			.put("role", "assistant")
			.put("model", completion.call().model());
		message.putArray("content");
		message.putNull("stop_reason").putNull("stop_sequence");
		PromptTokens prompt = completion.prompt();
		return (prompt == null) ? message : message.set("usage", usage(prompt, tokens));
	}

	static ObjectNode text(String text) {
		return Json.object().put("type", "text").put("text", text);
	}

	static ObjectNode toolUse(ToolCall call) {
		JsonNode input = Json.parseObject(call.arguments()).orElseGet(Json::object);
		return Json.object().put("type", "tool_use").put("id", call.id()).put("name", call.name()).set("input", input);
	}

	static String stopReason(Finish finish) {
		return switch (finish) {
			case STOP -> "end_turn";
			case TOOL_CALLS -> "tool_use";
			case LENGTH -> "max_tokens";
			case FILTERED -> "refusal";
		};
	}

	private static ObjectNode usage(PromptTokens prompt, int output) {
		return Json.object()
			.put("input_tokens", prompt.plain())
			.put("cache_creation_input_tokens", prompt.written())
			.put("cache_read_input_tokens", prompt.cached())
			.put("output_tokens", output)
			.put("service_tier", "standard");
	}

}
