package dev.agentservice.llm.wire.openai;

import java.util.Map;

import dev.agentservice.llm.wire.AnswerReader;
import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.llm.wire.Question;
import dev.agentservice.llm.wire.Wire;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's chat completions.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat">Chat completions</a>
 */
public final class OpenAiWire implements Wire {

	private final OpenAiRequest requests;

	/**
	 * A wire.
	 * @param provider the provider's name
	 * @param host its host
	 */
	public OpenAiWire(String provider, String host) {
		this.requests = new OpenAiRequest(Demand.of(provider, host));
	}

	@Override
	public String path() {
		return "/chat/completions";
	}

	@Override
	public Map<String, String> headers(String apiKey) {
		return apiKey.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + apiKey);
	}

	@Override
	public ObjectNode body(Question question) {
		return this.requests.body(question);
	}

	/** Without this option a stream does not report its usage. */
	@Override
	public void complete(ObjectNode body, boolean streamed) {
		if (streamed) {
			body.put("stream", true).putObject("stream_options").put("include_usage", true);
		}
	}

	@Override
	public AnswerReader reader(GrowingAnswer answer) {
		return new OpenAiReader(answer);
	}

}
