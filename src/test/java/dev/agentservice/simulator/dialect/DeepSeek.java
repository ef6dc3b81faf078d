package dev.agentservice.simulator.dialect;

import java.io.IOException;

import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Generation;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.openai.OpenAiErrors;
import dev.agentservice.simulator.usage.PromptTokens;
import tools.jackson.databind.node.ObjectNode;

/**
 * DeepSeek: thoughts in {@code reasoning_content}, comments while the model is waited
 * for, the prompt's tokens told as hits and misses of its cache, in the last chunk.
 *
 * @see <a href="https://api-docs.deepseek.com/guides/thinking_mode">Thinking mode</a>
 */
final class DeepSeek extends ThoughtInMessage {

	DeepSeek() {
		super("deepseek");
	}

	@Override
	protected boolean thinks(String model) {
		return !model.equals("deepseek-chat");
	}

	@Override
	String missing(int index) {
		return "The `reasoning_content` in the thinking mode must be passed back to the API.";
	}

	@Override
	protected void beforeFirstChunk(Completion completion, EventStream events) throws IOException {
		events.comment("keep-alive");
		events.comment("keep-alive");
	}

	@Override
	protected void decorate(ObjectNode document) {
		document.put("system_fingerprint", "fp_simulated_prod");
	}

	@Override
	protected ObjectNode usage(PromptTokens prompt, Generation generation) {
		ObjectNode usage = plainUsage(prompt.total(), generation.tokens());
		usage.putObject("completion_tokens_details").put("reasoning_tokens", generation.thoughtTokens());
		return usage.put("prompt_cache_hit_tokens", prompt.cached())
			.put("prompt_cache_miss_tokens", prompt.total() - prompt.cached());
	}

	@Override
	protected UsagePlace usagePlace() {
		return UsagePlace.LAST_CHUNK;
	}

	@Override
	protected Refusal refusal(int status) {
		return switch (status) {
			case 401 -> new Refusal(401, "authentication_error", "invalid_request_error", null,
					"Authentication Fails, Your api key: ****ated is invalid");
			case 402 -> new Refusal(402, "unknown_error", "invalid_request_error", null, "Insufficient Balance");
			case 429 -> new Refusal(429, "rate_limit_error", "rate_limit", null, "You have reached the rate limit");
			case 503 -> new Refusal(503, "service_unavailable_error", "service_unavailable_error", null,
					"Service is too busy. We advise users to temporarily switch to alternative LLM API providers.");
			default -> OpenAiErrors.ofStatus(status);
		};
	}

	@Override
	protected Refusal contentFiltered() {
		return OpenAiErrors.invalid("Content Exists Risk", null, OpenAiErrors.INVALID_REQUEST);
	}

}
