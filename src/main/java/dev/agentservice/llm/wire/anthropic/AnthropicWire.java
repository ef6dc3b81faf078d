package dev.agentservice.llm.wire.anthropic;

import java.util.Map;

import dev.agentservice.llm.wire.AnswerReader;
import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.llm.wire.Question;
import dev.agentservice.llm.wire.Wire;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's messages.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages">Messages</a>
 */
public final class AnthropicWire implements Wire {

	private static final String VERSION = "2023-06-01";

	@Override
	public String path() {
		return "/messages";
	}

	@Override
	public Map<String, String> headers(String apiKey) {
		return apiKey.isEmpty() ? Map.of("anthropic-version", VERSION)
				: Map.of("anthropic-version", VERSION, "x-api-key", apiKey);
	}

	@Override
	public ObjectNode body(Question question) {
		return new AnthropicRequest(question).body();
	}

	@Override
	public void complete(ObjectNode body, boolean streamed) {
		ThinkingRules.apply(body);
		if (streamed) {
			body.put("stream", true);
		}
	}

	@Override
	public AnswerReader reader(GrowingAnswer answer) {
		return new AnthropicReader(answer);
	}

}
