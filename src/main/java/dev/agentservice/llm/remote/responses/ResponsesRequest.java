package dev.agentservice.llm.remote.responses;

import java.util.List;

import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.model.OpaquePart;
import dev.agentservice.llm.remote.RemoteTask;
import dev.agentservice.llm.settings.ReasoningForm;
import dev.agentservice.llm.settings.RequestFacts;
import dev.agentservice.llm.wire.CallIds;
import dev.agentservice.llm.wire.Conversation;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.Question;
import dev.langchain4j.data.message.AiMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes tasks as requests for responses. The whole conversation is sent each time, since
 * nothing that is not stored can be continued by its id.
 *
 * @param opaque under which name items of earlier responses are kept
 */
record ResponsesRequest(String opaque) {

	/** The member of an opaque part that holds the items of a response. */
	static final String ITEMS = "items";

	/** What is to be included of thoughts: they come encrypted, to be sent back. */
	static final String THOUGHTS = "reasoning.encrypted_content";

	private static final String OUTPUT = "function_call_output";

	ObjectNode body(RemoteTask task, RequestFacts facts) {
		ModelRequest request = task.request();
		Conversation conversation = Conversation.of(
				new Question(request.model().name(), request.messages(), request.tools(), this::items),
				CallIds.ofOpenAi());
		ObjectNode body = Json.object().put("model", request.model().name());
		if (!conversation.instructions().isEmpty()) {
			body.put("instructions", conversation.instructions());
		}
		ArrayNode input = body.putArray("input");
		conversation.turns().forEach((turn) -> {
			switch (turn) {
				case Conversation.User user -> say(input, "user", String.join("\n\n", user.texts()));
				case Conversation.Assistant assistant -> add(input, assistant);
			}
		});
		ResponseTools.addTo(body, task);
		body.put("max_output_tokens", request.maxOutputTokens());
		addReasoning(body, request, facts);
		return body.put("background", true).put("stream", true).put("store", false);
	}

	/** Whether the model thinks: then its thoughts are wanted back, encrypted. */
	static boolean thinks(RequestFacts facts) {
		return facts.reasoningForm() != ReasoningForm.NONE;
	}

	private static void addReasoning(ObjectNode body, ModelRequest request, RequestFacts facts) {
		if (!thinks(facts)) {
			return;
		}
		body.putArray("include").add(THOUGHTS);
		// What chat completions cannot do beside tools is possible here.
		String word = facts.reasoningWord(request.reasoning(), false);
		if (word != null) {
			body.putObject("reasoning").put("effort", word);
		}
	}

	private @Nullable String items(AiMessage message) {
		OpaquePart part = OpaquePart.of(message);
		return (part != null && part.provider().equals(this.opaque)) ? part.json() : null;
	}

	private static void say(ArrayNode input, String role, String text) {
		input.addObject().put("role", role).put("content", text);
	}

	private static void add(ArrayNode input, Conversation.Assistant assistant) {
		JsonNode items = (assistant.opaque() != null) ? assistant.opaque().path(ITEMS) : Json.missing();
		List<String> ids = callIds(items);
		boolean whole = !items.isEmpty() && ids.size() == assistant.calls().size()
				&& items.valueStream().noneMatch(ResponsesRequest::isThoughtWithoutContent);
		if (whole) {
			items.forEach(input::add);
		}
		else {
			addWritten(input, assistant);
		}
		for (int i = 0; i < assistant.calls().size(); i++) {
			Conversation.Call call = assistant.calls().get(i);
			input.addObject()
				.put("type", OUTPUT)
				.put("call_id", whole ? ids.get(i) : call.id())
				.put("output", call.result());
		}
	}

	/**
	 * Nothing is stored, so its id says nothing; and items that came of it are refused
	 * without it.
	 */
	private static boolean isThoughtWithoutContent(JsonNode item) {
		return "reasoning".equals(Json.text(item, "type")) && Json.text(item, "encrypted_content").isEmpty();
	}

	/** The ids of the calls among the items. */
	private static List<String> callIds(JsonNode items) {
		return items.valueStream()
			.filter((item) -> "function_call".equals(Json.text(item, "type")))
			.map((item) -> Json.text(item, "call_id"))
			.toList();
	}

	private static void addWritten(ArrayNode input, Conversation.Assistant assistant) {
		if (!assistant.text().isEmpty()) {
			say(input, "assistant", assistant.text());
		}
		assistant.calls()
			.forEach((call) -> input.addObject()
				.put("type", "function_call")
				.put("call_id", call.id())
				.put("name", call.name())
				.put("arguments", call.arguments()));
	}

}
