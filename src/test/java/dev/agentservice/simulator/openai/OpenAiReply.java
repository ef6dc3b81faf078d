package dev.agentservice.simulator.openai;

import java.time.Instant;

import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.usage.PromptTokens;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects that whole answers and streams are made of.
 */
final class OpenAiReply {

	private final OpenAiDialect dialect;

	private final Completion completion;

	OpenAiReply(OpenAiDialect dialect, Completion completion) {
		this.dialect = dialect;
		this.completion = completion;
	}

	ObjectNode whole() {
		Reply reply = this.completion.generation().reply();
		ObjectNode message = Json.object().put("role", "assistant").putNull("content").putNull("refusal");
		if (!reply.thought().isEmpty()) {
			this.dialect.think(message, reply.thought().text(), true);
			this.dialect.endThought(message, reply);
		}
		if (!reply.text().isEmpty()) {
			this.dialect.say(message, reply.text());
		}
		if (!reply.calls().isEmpty()) {
			message.set("tool_calls", calls(reply));
		}
		ObjectNode choice = Json.object().put("index", 0).set("message", message);
		choice.putNull("logprobs").put("finish_reason", finishReason());
		ObjectNode answer = frame("chat.completion").set("choices", Json.array().add(choice));
		ObjectNode usage = usage();
		if (usage != null) {
			answer.set("usage", usage);
		}
		return answer;
	}

	ObjectNode frame(String object) {
		ObjectNode frame = Json.object()
			.put("id", this.completion.id())
			.put("object", object)
			.put("created", Instant.now().getEpochSecond())
			.put("model", this.completion.call().model());
		this.dialect.decorate(frame);
		return frame;
	}

	@Nullable ObjectNode usage() {
		PromptTokens prompt = this.completion.prompt();
		if (this.completion.claim() != null) {
			return this.completion.claim();
		}
		return (prompt == null) ? null : this.dialect.usage(prompt, this.completion.generation());
	}

	String finishReason() {
		String ending = this.completion.ending();
		return (ending != null) ? ending : this.dialect.finishReason(this.completion.generation().finish());
	}

	/** A call; the first of an answer carries what proves the thought before it. */
	ObjectNode call(int index, ToolCall call, String arguments) {
		ObjectNode node = Json.object().put("id", call.id()).put("type", "function");
		ObjectNode function = node.putObject("function").put("name", call.name());
		this.dialect.arguments(function, arguments);
		Reply reply = this.completion.generation().reply();
		if (index == 0 && !reply.thought().isEmpty()) {
			this.dialect.sign(node, reply);
		}
		return node;
	}

	private ArrayNode calls(Reply reply) {
		ArrayNode nodes = Json.array();
		for (ToolCall call : reply.calls()) {
			nodes.add(call(nodes.size(), call, call.arguments()));
		}
		return nodes;
	}

}
