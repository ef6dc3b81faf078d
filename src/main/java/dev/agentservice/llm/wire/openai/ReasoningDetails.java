package dev.agentservice.llm.wire.openai;

import java.util.List;

import dev.agentservice.llm.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The details of a model's thoughts, which come in pieces.
 *
 * @see <a href="https://openrouter.ai/docs/use-cases/reasoning-tokens">OpenRouter:
 * reasoning_details</a>
 */
final class ReasoningDetails {

	private final Fragments fragments = new Fragments();

	/** Reads the details of a piece; returns their text. */
	String read(JsonNode details) {
		StringBuilder text = new StringBuilder();
		for (JsonNode detail : details) {
			if (detail instanceof ObjectNode item) {
				text.append(read(item));
			}
		}
		return text.toString();
	}

	/** All details so far. */
	Fragments fragments() {
		return this.fragments;
	}

	private String read(ObjectNode item) {
		for (String member : List.of("text", "summary")) {
			if (item.path(member).isString()) {
				String piece = Json.text(item, member);
				this.fragments.add(item, member, piece);
				return piece;
			}
		}
		String type = Json.text(item, "type");
		if (type.equals("reasoning.text") || type.equals("reasoning.summary")) {
			// The signature comes after the text, in a piece of its own.
			this.fragments.add(item, type.substring("reasoning.".length()), "");
		}
		else {
			this.fragments.add(item);
		}
		return "";
	}

}
