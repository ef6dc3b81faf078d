package dev.agentservice.simulator.dialect;

import dev.agentservice.simulator.chat.Generation;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.http.HttpRequest;
import dev.agentservice.simulator.openai.OpenAiDialect;
import dev.agentservice.simulator.openai.OpenAiRules;
import dev.agentservice.simulator.usage.PromptTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that anybody runs: it wants no key, and tells no cached tokens.
 */
abstract class LocalServer extends OpenAiDialect {

	LocalServer(String provider) {
		super(provider);
	}

	@Override
	protected void authenticate(HttpRequest request) {
		// Nobody is asked for a key.
	}

	@Override
	protected void check(JsonNode body) throws Refusal {
		OpenAiRules.checkParameters(body);
		OpenAiRules.checkMessages(body);
	}

	@Override
	protected boolean thinks(String model) {
		return model.contains("qwen3");
	}

	@Override
	protected void decorate(ObjectNode document) {
		// Nothing is added.
	}

	@Override
	protected ObjectNode usage(PromptTokens prompt, Generation generation) {
		return plainUsage(prompt.total(), generation.tokens());
	}

}
