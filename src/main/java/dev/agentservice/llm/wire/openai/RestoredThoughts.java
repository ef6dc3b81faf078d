package dev.agentservice.llm.wire.openai;

import java.util.List;

import dev.agentservice.llm.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts what belongs to a provider alone back into a message of a request.
 */
final class RestoredThoughts {

	private RestoredThoughts() {
	}

	/** Puts everything back where it was. */
	static void addTo(ObjectNode message, @Nullable ObjectNode opaque) {
		if (opaque == null) {
			return;
		}
		for (String member : List.of(OpaqueMembers.REASONING_CONTENT, OpaqueMembers.REASONING, OpaqueMembers.DETAILS)) {
			if (opaque.has(member)) {
				message.set(member, opaque.path(member));
			}
		}
		String text = Json.text(opaque, OpaqueMembers.TAGGED) + Json.text(message, "content");
		if (!text.isEmpty()) {
			message.put("content", text);
		}
		if (opaque.path(OpaqueMembers.PARTS) instanceof ArrayNode thoughts) {
			ArrayNode parts = message.putArray("content").addAll(thoughts);
			if (!text.isEmpty()) {
				parts.addObject().put("type", "text").put("text", text);
			}
		}
		restoreCalls(message.path("tool_calls"), opaque.path(OpaqueMembers.CALLS));
	}

	private static void restoreCalls(JsonNode calls, JsonNode extras) {
		for (int i = 0; i < calls.size(); i++) {
			if (calls.path(i) instanceof ObjectNode call && extras.path(i).isObject()) {
				call.set("extra_content", extras.path(i));
			}
		}
	}

}
