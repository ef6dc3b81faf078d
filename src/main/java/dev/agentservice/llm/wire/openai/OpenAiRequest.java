package dev.agentservice.llm.wire.openai;

import java.util.List;

import dev.agentservice.llm.wire.CallIds;
import dev.agentservice.llm.wire.Conversation;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.Question;
import dev.langchain4j.agent.tool.ToolSpecification;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes questions as requests for chat completions.
 *
 * @param demand the provider's special requirement
 */
record OpenAiRequest(Demand demand) {

	ObjectNode body(Question question) {
		ObjectNode body = Json.object().put("model", question.model());
		Conversation conversation = Conversation.of(question, ids());
		ArrayNode messages = body.putArray("messages");
		if (!conversation.instructions().isEmpty()) {
			messages.addObject().put("role", "system").put("content", conversation.instructions());
		}
		conversation.turns().forEach((turn) -> {
			switch (turn) {
				case Conversation.User user ->
					messages.addObject().put("role", "user").put("content", String.join("\n\n", user.texts()));
				case Conversation.Assistant assistant -> add(messages, assistant);
			}
		});
		addTools(body, question.tools());
		return body;
	}

	private CallIds ids() {
		return (this.demand == Demand.SHORT_IDS) ? CallIds.ofMistral() : CallIds.ofOpenAi();
	}

	private void add(ArrayNode messages, Conversation.Assistant assistant) {
		ObjectNode message = messages.addObject().put("role", "assistant");
		message.put("content", assistant.text().isEmpty() ? null : assistant.text());
		if (!assistant.calls().isEmpty()) {
			ArrayNode calls = message.putArray("tool_calls");
			assistant.calls().forEach((call) -> addCall(calls, call));
		}
		RestoredThoughts.addTo(message, assistant.opaque());
		if (!assistant.calls().isEmpty()) {
			addDemanded(message);
		}
		assistant.calls()
			.forEach((call) -> messages.addObject()
				.put("role", "tool")
				.put("tool_call_id", call.id())
				.put("content", call.result()));
	}

	private void addDemanded(ObjectNode message) {
		if (this.demand == Demand.THOUGHT_BEFORE_CALLS && !message.has(OpaqueMembers.REASONING_CONTENT)) {
			message.put(OpaqueMembers.REASONING_CONTENT, "");
		}
		if (this.demand == Demand.SIGNED_CALLS) {
			GeminiSignatures.complete(message.path("tool_calls"));
		}
	}

	private static void addCall(ArrayNode calls, Conversation.Call call) {
		calls.addObject()
			.put("id", call.id())
			.put("type", "function")
			.putObject("function")
			.put("name", call.name())
			.put("arguments", call.arguments());
	}

	private static void addTools(ObjectNode body, List<ToolSpecification> tools) {
		if (tools.isEmpty()) {
			return;
		}
		ArrayNode list = body.putArray("tools");
		tools.forEach((tool) -> {
			ObjectNode declared = Json.parseObject(tool.toJson());
			list.addObject().put("type", "function").set("function", function(declared));
		});
	}

	private static ObjectNode function(@Nullable ObjectNode declared) {
		ObjectNode function = Json.object();
		if (declared != null) {
			for (String member : List.of("name", "description", "parameters")) {
				if (declared.has(member)) {
					function.set(member, declared.path(member));
				}
			}
		}
		return function;
	}

}
