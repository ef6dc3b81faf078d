package dev.agentservice.simulator.dialect;

import dev.agentservice.simulator.chat.Generation;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.openai.OpenAiErrors;
import dev.agentservice.simulator.usage.PromptTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Moonshot's Kimi: ids like {@code functions.clock:0}, which count anew in each answer,
 * thoughts in {@code reasoning_content}, the usage in the last choice, cached tokens
 * beside the others, no empty message, no temperature.
 *
 * @see <a href=
 * "https://platform.moonshot.ai/docs/guide/use-kimi-k2-thinking-model">Thinking
 * models</a>
 */
final class Kimi extends ThoughtInMessage {

	Kimi() {
		super("kimi");
	}

	@Override
	protected boolean thinks(String model) {
		return model.contains("thinking") || model.startsWith("kimi-k3");
	}

	@Override
	String missing(int index) {
		return "thinking is enabled but reasoning_content is missing in assistant tool call message at index " + index;
	}

	@Override
	protected void check(JsonNode body) throws Refusal {
		super.check(body);
		if (body.path("temperature").asDouble(1) != 1) {
			throw OpenAiErrors.invalid("invalid temperature: only 1 is allowed for this model", null, null);
		}
		JsonNode messages = body.path("messages");
		for (int i = 0; i < messages.size(); i++) {
			boolean said = !messages.path(i).path("content").asString("").isBlank()
					|| messages.path(i).path("content").isArray() || messages.path(i).has("tool_calls");
			if (!said) {
				throw OpenAiErrors.invalid("Invalid request: the message at position " + i + " with role '"
						+ messages.path(i).path("role").asString() + "' must not be empty", null, null);
			}
		}
	}

	@Override
	protected String newCallId(String tool, int index) {
		return "functions." + tool + ":" + index;
	}

	@Override
	protected void decorate(ObjectNode document) {
		document.put("system_fingerprint", "fpv0_simulated");
	}

	@Override
	protected ObjectNode usage(PromptTokens prompt, Generation generation) {
		return plainUsage(prompt.total(), generation.tokens()).put("cached_tokens", prompt.cached());
	}

	@Override
	protected UsagePlace usagePlace() {
		return UsagePlace.LAST_CHOICE;
	}

	@Override
	protected Refusal refusal(int status) {
		return switch (status) {
			case 401 -> new Refusal(401, "invalid_authentication_error", "Invalid Authentication");
			case 429 -> new Refusal(429, "engine_overloaded_error",
					"The engine is currently overloaded, please try again later");
			default -> new Refusal(status, "server_error", "Internal error");
		};
	}

	@Override
	protected Refusal contextTooLong(int tokens, int window) {
		return new Refusal(400, "invalid_request_error",
				"Invalid request: Your request exceeded model token limit: " + window);
	}

	@Override
	protected Refusal contentFiltered() {
		return new Refusal(400, "content_filter", "The request was rejected because it was considered high risk");
	}

	@Override
	protected JsonNode document(Refusal refusal) {
		ObjectNode error = Json.object().put("message", refusal.message()).put("type", refusal.type());
		return Json.object().set("error", error);
	}

}
