package dev.agentservice.simulator.dialect;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Generation;
import dev.agentservice.simulator.chat.Ids;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.openai.OpenAiDialect;
import dev.agentservice.simulator.openai.OpenAiErrors;
import dev.agentservice.simulator.openai.OpenAiRules;
import dev.agentservice.simulator.usage.PromptTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenRouter: comments while it looks for a provider, thoughts in pieces that must come
 * back put together, errors of that provider's in the middle of an answer.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/streaming">Streaming</a>
 * @see <a href="https://openrouter.ai/docs/use-cases/reasoning-tokens">Reasoning
 * tokens</a>
 */
final class OpenRouter extends OpenAiDialect {

	private static final String DETAILS = "reasoning_details";

	OpenRouter() {
		super("openrouter");
	}

	@Override
	protected boolean thinks(String model) {
		return model.startsWith("anthropic/");
	}

	@Override
	protected void check(JsonNode body) throws Refusal {
		OpenAiRules.checkParameters(body);
		OpenAiRules.checkMessages(body);
		OpenAiRules.checkFields(body, Set.of(DETAILS, "reasoning", "reasoning_content"), Set.of());
		for (JsonNode message : body.path("messages")) {
			checkThought(message);
		}
	}

	/** The model behind it wants its thought back as it was. */
	private void checkThought(JsonNode message) throws Refusal {
		Optional<String> thought = thoughts().before(message.at("/tool_calls/0/id").asString(""));
		JsonNode detail = message.path(DETAILS).path(0);
		String text = detail.path("text").asString("");
		String signature = detail.path("signature").asString("");
		if (!thought.orElse("").isEmpty() && !message.path(DETAILS).isArray()) {
			throw OpenAiErrors.invalid("Expected `thinking` or `redacted_thinking`, but found `tool_use`.", null, null);
		}
		if (message.has(DETAILS) && (message.path(DETAILS).size() != 1 || !thoughts().signed(text, signature)
				|| !text.equals(thought.orElse(text)))) {
			throw OpenAiErrors.invalid("Invalid `signature` in `thinking` block", null, null);
		}
	}

	@Override
	protected String newId() {
		return Ids.random("gen-");
	}

	@Override
	protected String newCallId(String tool, int index) {
		return Ids.random("toolu_");
	}

	@Override
	protected void think(ObjectNode message, String piece, boolean first) {
		message.put("reasoning", piece);
		message.putArray(DETAILS).add(detail().put("text", piece));
	}

	@Override
	protected void endThought(ObjectNode message, Reply reply) {
		ObjectNode signature = detail().put("signature", thoughts().sign(reply.thought().text()));
		JsonNode told = message.path(DETAILS).path(0);
		if (told instanceof ObjectNode whole) {
			whole.setAll(signature);
		}
		else {
			message.putArray(DETAILS).add(signature);
		}
	}

	@Override
	protected void beforeFirstChunk(Completion completion, EventStream events) throws IOException {
		events.comment("OPENROUTER PROCESSING");
		events.comment("OPENROUTER PROCESSING");
	}

	@Override
	protected void decorate(ObjectNode document) {
		document.put("provider", "Anthropic");
	}

	@Override
	protected ObjectNode usage(PromptTokens prompt, Generation generation) {
		ObjectNode usage = plainUsage(prompt.total(), generation.tokens()).put("cost", 0.000173).put("is_byok", false);
		usage.putObject("prompt_tokens_details").put("cached_tokens", prompt.cached());
		usage.putObject("cost_details").putNull("upstream_inference_cost");
		usage.putObject("completion_tokens_details").put("reasoning_tokens", generation.thoughtTokens());
		return usage;
	}

	@Override
	protected Refusal refusal(int status) {
		return switch (status) {
			case 401 -> new Refusal(401, "", "User not found.");
			case 402 -> new Refusal(402, "", "Insufficient credits. Add more using https://openrouter.ai/credits");
			case 429, 500, 503 -> new Refusal(status, "", "Provider returned error");
			default -> OpenAiErrors.ofStatus(status);
		};
	}

	@Override
	protected Refusal contentFiltered() {
		return new Refusal(403, "",
				"The chosen model requires moderation and your input was flagged for \"violence\".");
	}

	@Override
	protected JsonNode document(Refusal refusal) {
		ObjectNode error = Json.object().put("message", refusal.message()).put("code", refusal.status());
		error.putObject("metadata").put("provider_name", "Anthropic").put("raw", "{\"type\":\"error\"}");
		return Json.object().put("user_id", "user_simulated").set("error", error);
	}

	@Override
	protected void error(Refusal refusal, EventStream events) throws IOException {
		ObjectNode chunk = Json.object().put("id", "gen-1").put("object", "chat.completion.chunk");
		chunk.setAll((ObjectNode) document(refusal));
		ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
		choice.putObject("delta").put("role", "assistant").put("content", "");
		choice.put("finish_reason", "error").put("native_finish_reason", "error");
		events.send(Json.text(chunk));
	}

	private static ObjectNode detail() {
		return Json.object().put("type", "reasoning.text").put("format", "anthropic-claude-v1").put("index", 0);
	}

}
