package dev.agentservice.simulator.anthropic;

import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.chat.Thought;
import dev.agentservice.simulator.chat.Thoughts;
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

	static ObjectNode whole(Completion completion, Thoughts thoughts) {
		Reply reply = completion.generation().reply();
		ObjectNode message = opening(completion, completion.generation().tokens());
		if (!reply.thought().isEmpty()) {
			message.withArray("content").add(thought(reply.thought(), thoughts));
		}
		if (!reply.text().isEmpty()) {
			message.withArray("content").add(text(reply.text()));
		}
		reply.calls().forEach((call) -> message.withArray("content").add(toolUse(call)));
		return message.put("stop_reason", stopReason(completion));
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
		if (completion.claim() != null) {
			return message.set("usage", completion.claim());
		}
		return (prompt == null) ? message : message.set("usage", usage(prompt, tokens));
	}

	static ObjectNode text(String text) {
		return Json.object().put("type", "text").put("text", text);
	}

	static ObjectNode toolUse(ToolCall call) {
		JsonNode input = Json.parseObject(call.arguments()).orElseGet(Json::object);
		return Json.object().put("type", "tool_use").put("id", call.id()).put("name", call.name()).set("input", input);
	}

	/** A thought that came as a whole. */
	static ObjectNode thought(Thought thought, Thoughts thoughts) {
		return thought.redacted()
				? Json.object().put("type", "redacted_thinking").put("data", thoughts.seal(thought.text()))
				: Json.object()
					.put("type", "thinking")
					.put("thinking", thought.text())
					.put("signature", thoughts.sign(thought.text()));
	}

	static String stopReason(Completion completion) {
		if (completion.ending() != null) {
			return completion.ending();
		}
		return switch (completion.generation().finish()) {
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
