package dev.agentservice.llm.wire.openai;

import dev.agentservice.llm.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gemini refuses a tool call without the signature of the thought behind it. For a call
 * of another provider's model there is a placeholder.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/thought-signatures">Thought
 * signatures</a>
 */
final class GeminiSignatures {

	private static final String NONE = "skip_thought_signature_validator";

	private GeminiSignatures() {
	}

	/** Only the first of parallel calls needs one. */
	static void complete(JsonNode calls) {
		if (calls.path(0) instanceof ObjectNode first && !first.has("extra_content")) {
			first.set("extra_content", Json.object().set("google", Json.object().put("thought_signature", NONE)));
		}
	}

}
