package dev.agentservice.simulator.openai;

import java.time.Instant;
import java.util.List;

import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Finish;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.usage.PromptTokens;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects that whole answers and streams are made of.
 */
final class OpenAiReply {

	private OpenAiReply() {
	}

	static ObjectNode whole(Completion completion) {
		Reply reply = completion.generation().reply();
		ObjectNode message = Json.object().put("role", "assistant");
		message.put("content", reply.text().isEmpty() ? null : reply.text()).putNull("refusal");
		if (!reply.calls().isEmpty()) {
			message.set("tool_calls", calls(reply.calls()));
		}
		ObjectNode choice = Json.object().put("index", 0).set("message", message);
		choice.putNull("logprobs").put("finish_reason", finishReason(completion.generation().finish()));
		ObjectNode answer = frame(completion, "chat.completion").set("choices", Json.array().add(choice));
		PromptTokens prompt = completion.prompt();
		return (prompt == null) ? answer : answer.set("usage", usage(prompt, completion.generation().tokens()));
	}

	static ObjectNode frame(Completion completion, String object) {
		return Json.object()
			.put("id", completion.id())
			.put("object", object)
			.put("created", Instant.now().getEpochSecond())
			.put("model", completion.call().model())
			.put("service_tier", "default")
			.put("system_fingerprint", "fp_simulated");
	}

	static ObjectNode usage(PromptTokens prompt, int output) {
		ObjectNode usage = Json.object()
			.put("prompt_tokens", prompt.total())
			.put("completion_tokens", output)
			.put("total_tokens", prompt.total() + output);
		usage.putObject("prompt_tokens_details").put("cached_tokens", prompt.cached()).put("audio_tokens", 0);
		usage.putObject("completion_tokens_details").put("reasoning_tokens", 0).put("audio_tokens", 0);
		return usage;
	}

	static String finishReason(Finish finish) {
		return switch (finish) {
			case STOP -> "stop";
			case TOOL_CALLS -> "tool_calls";
			case LENGTH -> "length";
			case FILTERED -> "content_filter";
		};
	}

	static ObjectNode call(ToolCall call, String arguments) {
		ObjectNode node = Json.object().put("id", call.id()).put("type", "function");
		node.putObject("function").put("name", call.name()).put("arguments", arguments);
		return node;
	}

	private static ArrayNode calls(List<ToolCall> calls) {
		ArrayNode nodes = Json.array();
		calls.forEach((call) -> nodes.add(call(call, call.arguments())));
		return nodes;
	}

}
