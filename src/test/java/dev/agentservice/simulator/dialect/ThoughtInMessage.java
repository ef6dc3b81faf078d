package dev.agentservice.simulator.dialect;

import java.util.Optional;
import java.util.Set;

import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.openai.OpenAiDialect;
import dev.agentservice.simulator.openai.OpenAiErrors;
import dev.agentservice.simulator.openai.OpenAiRules;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server whose models' thoughts stand in {@code reasoning_content}, and must come back
 * there with the calls that followed.
 */
abstract class ThoughtInMessage extends OpenAiDialect {

	static final String FIELD = "reasoning_content";

	ThoughtInMessage(String provider) {
		super(provider);
	}

	/** What it says when the thought of this message is missing. */
	abstract String missing(int index);

	@Override
	protected void check(JsonNode body) throws Refusal {
		OpenAiRules.checkParameters(body);
		OpenAiRules.checkMessages(body);
		OpenAiRules.checkFields(body, Set.of(FIELD), Set.of());
		JsonNode messages = body.path("messages");
		for (int i = 0; i < messages.size(); i++) {
			if (messages.path(i).has("tool_calls") && thinks(body.path("model").asString())) {
				checkThought(messages.path(i), i);
			}
		}
	}

	/** A turn of another provider's has none; that is said by an empty text. */
	private void checkThought(JsonNode message, int index) throws Refusal {
		JsonNode thought = message.path(FIELD);
		if (!thought.isString()) {
			throw OpenAiErrors.invalid(missing(index), null, OpenAiErrors.INVALID_REQUEST);
		}
		Optional<String> thoughtThen = thoughts().before(message.at("/tool_calls/0/id").asString(""));
		if (thoughtThen.isPresent() && !thoughtThen.get().equals(thought.stringValue())) {
			throw OpenAiErrors.invalid("The `" + FIELD + "` of message " + index + " was changed.", null,
					OpenAiErrors.INVALID_REQUEST);
		}
	}

	@Override
	protected void think(ObjectNode message, String piece, boolean first) {
		message.put(FIELD, piece);
	}

}
