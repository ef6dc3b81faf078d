package dev.agentservice.simulator.dialect;

import java.util.Optional;
import java.util.Set;

import dev.agentservice.simulator.chat.Finish;
import dev.agentservice.simulator.chat.Generation;
import dev.agentservice.simulator.chat.Ids;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.openai.OpenAiDialect;
import dev.agentservice.simulator.openai.OpenAiRules;
import dev.agentservice.simulator.usage.PromptTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gemini's compatible interface: all calls of an answer at index 0, each whole,
 * {@code stop} also after calls, usage so far in every chunk and without the tokens of
 * thoughts in {@code completion_tokens}, a signature on the first call that must come
 * back, errors in an array.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/openai">OpenAI compatibility</a>
 * @see <a href="https://ai.google.dev/gemini-api/docs/thought-signatures">Thought
 * signatures</a>
 */
final class Gemini extends OpenAiDialect {

	/** What stands for the signature of a call that another model made. */
	private static final Set<String> UNSIGNED = Set.of("skip_thought_signature_validator",
			"context_engineering_is_the_way_to_go");

	Gemini() {
		super("gemini");
	}

	@Override
	protected boolean thinks(String model) {
		return model.startsWith("gemini-3");
	}

	@Override
	protected void check(JsonNode body) throws Refusal {
		OpenAiRules.checkParameters(body);
		OpenAiRules.checkMessages(body);
		OpenAiRules.checkFields(body, Set.of("extra_content"), Set.of("extra_content"));
		JsonNode messages = body.path("messages");
		int task = messages.size() - 1;
		while (task > 0 && !messages.path(task).path("role").asString("").equals("user")) {
			task--;
		}
		for (int i = 0; i < messages.size(); i++) {
			checkSignatures(messages.path(i).path("tool_calls"), i, i > task && thinks(body.path("model").asString()));
		}
	}

	/**
	 * Only the first of parallel calls is signed, and only those of this turn are
	 * checked.
	 */
	private void checkSignatures(JsonNode calls, int index, boolean demanded) throws Refusal {
		for (int i = 0; i < calls.size(); i++) {
			JsonNode call = calls.path(i);
			String signature = call.at("/extra_content/google/thought_signature").asString("");
			if (i == 0 && demanded && signature.isEmpty()) {
				throw invalid(
						"Function call is missing a thought_signature in functionCall parts. This is required for "
								+ "tools to work correctly, and missing thought_signature may lead to degraded model performance. "
								+ "Additional data, function call `" + call.at("/function/name").asString()
								+ "`, position " + index + ".");
			}
			Optional<String> thought = thoughts().before(call.path("id").asString(""));
			if (!signature.isEmpty() && !UNSIGNED.contains(signature)
					&& !thoughts().signed(thought.orElse(""), signature)) {
				throw invalid("Corrupted thought signature.");
			}
		}
	}

	@Override
	protected String newCallId(String tool, int index) {
		return "function-call-" + Ids.random("").substring(0, 18);
	}

	@Override
	protected String finishReason(Finish finish) {
		return switch (finish) {
			case STOP, TOOL_CALLS -> "stop";
			case LENGTH -> "length";
			case FILTERED -> "content_filter: SAFETY";
		};
	}

	@Override
	protected void sign(ObjectNode call, Reply reply) {
		call.putObject("extra_content")
			.putObject("google")
			.put("thought_signature", thoughts().sign(reply.thought().text()));
	}

	@Override
	protected boolean callsInOneChunk() {
		return true;
	}

	@Override
	protected int callIndex(int index) {
		return 0;
	}

	@Override
	protected void decorate(ObjectNode document) {
		// Gemini adds nothing.
	}

	@Override
	protected ObjectNode usage(PromptTokens prompt, Generation generation) {
		return plainUsage(prompt.total(), generation.tokens() - generation.thoughtTokens()).put("total_tokens",
				prompt.total() + generation.tokens());
	}

	@Override
	protected UsagePlace usagePlace() {
		return UsagePlace.EVERY_CHUNK;
	}

	@Override
	protected Refusal refusal(int status) {
		return switch (status) {
			case 400 -> invalid("Request contains an invalid argument.");
			case 401 -> new Refusal(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
			case 403 -> new Refusal(403, "PERMISSION_DENIED", "The caller does not have permission");
			case 404 -> new Refusal(404, "NOT_FOUND", "models/x is not found for API version v1main.");
			case 429 -> new Refusal(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota for this minute.");
			case 503 -> new Refusal(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
			default -> new Refusal(status, "INTERNAL", "An internal error has occurred.");
		};
	}

	@Override
	protected Refusal contextTooLong(int tokens, int window) {
		return invalid("The input token count (" + tokens + ") exceeds the maximum number of tokens allowed (" + window
				+ ").");
	}

	@Override
	protected Refusal contentFiltered() {
		return invalid("The prompt contains sensitive words that violate Google's Responsible AI practices.");
	}

	@Override
	protected JsonNode document(Refusal refusal) {
		ObjectNode error = Json.object()
			.put("code", refusal.status())
			.put("message", refusal.message())
			.put("status", refusal.type().startsWith("invalid") ? "INVALID_ARGUMENT" : refusal.type());
		return Json.array().add(Json.object().set("error", error));
	}

	private static Refusal invalid(String message) {
		return new Refusal(400, "INVALID_ARGUMENT", message);
	}

}
