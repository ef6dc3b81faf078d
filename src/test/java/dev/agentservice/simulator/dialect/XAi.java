package dev.agentservice.simulator.dialect;

import java.util.Set;

import dev.agentservice.simulator.chat.Generation;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.openai.OpenAiDialect;
import dev.agentservice.simulator.openai.OpenAiErrors;
import dev.agentservice.simulator.openai.OpenAiRules;
import dev.agentservice.simulator.usage.PromptTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * xAI: thoughts in {@code reasoning_content} that nobody wants back, their tokens told
 * beside {@code completion_tokens}, the usage so far in every chunk, calls whole, errors
 * as a text.
 *
 * @see <a href="https://docs.x.ai/docs/guides/reasoning">Reasoning</a>
 */
final class XAi extends OpenAiDialect {

	XAi() {
		super("xai");
	}

	@Override
	protected void check(JsonNode body) throws Refusal {
		for (String field : Set.of("stop", "presence_penalty", "frequency_penalty", "reasoning_effort")) {
			if (body.has(field)) {
				throw OpenAiErrors.invalid("Argument not supported on this model: " + field, field, null);
			}
		}
		OpenAiRules.checkParameters(body);
		OpenAiRules.checkMessages(body);
		OpenAiRules.checkFields(body, Set.of("reasoning_content"), Set.of());
	}

	@Override
	protected boolean thinks(String model) {
		return model.startsWith("grok-4");
	}

	@Override
	protected void think(ObjectNode message, String piece, boolean first) {
		message.put("reasoning_content", piece);
	}

	@Override
	protected boolean callsInOneChunk() {
		return true;
	}

	@Override
	protected void decorate(ObjectNode document) {
		document.put("system_fingerprint", "fp_simulated");
	}

	@Override
	protected ObjectNode usage(PromptTokens prompt, Generation generation) {
		int thought = generation.thoughtTokens();
		ObjectNode usage = plainUsage(prompt.total(), generation.tokens() - thought).put("total_tokens",
				prompt.total() + generation.tokens());
		usage.putObject("prompt_tokens_details")
			.put("text_tokens", prompt.total())
			.put("cached_tokens", prompt.cached());
		usage.putObject("completion_tokens_details").put("reasoning_tokens", thought).put("audio_tokens", 0);
		return usage.put("num_sources_used", 0);
	}

	@Override
	protected UsagePlace usagePlace() {
		return UsagePlace.EVERY_CHUNK;
	}

	@Override
	protected JsonNode document(Refusal refusal) {
		return Json.object().put("code", switch (refusal.status()) {
			case 400 -> "Client specified an invalid argument";
			case 429 -> "Some resource has been exhausted";
			default -> "The service is currently unavailable";
		}).put("error", refusal.message());
	}

}
