package dev.agentservice.simulator.dialect;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.agentservice.simulator.chat.Generation;
import dev.agentservice.simulator.chat.Ids;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.openai.OpenAiDialect;
import dev.agentservice.simulator.openai.OpenAiErrors;
import dev.agentservice.simulator.openai.OpenAiRules;
import dev.agentservice.simulator.usage.PromptTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Mistral: ids of nine letters and digits, thoughts as parts of the content, fields that
 * it does not know refused, results of tools followed by the model alone.
 *
 * @see <a href="https://docs.mistral.ai/api/endpoint/chat">Chat completions</a>
 */
final class Mistral extends OpenAiDialect {

	private static final Pattern ID = Pattern.compile("[a-zA-Z0-9]{9}");

	private static final Set<String> UNKNOWN = Set.of("max_completion_tokens", "stream_options", "store",
			"service_tier", "reasoning_effort", "user");

	Mistral() {
		super("mistral");
	}

	@Override
	protected boolean thinks(String model) {
		return model.startsWith("magistral");
	}

	@Override
	protected void check(JsonNode body) throws Refusal {
		for (String field : body.propertyNames()) {
			if (UNKNOWN.contains(field)) {
				throw extra(field);
			}
		}
		OpenAiRules.checkParameters(body);
		OpenAiRules.checkMessages(body);
		OpenAiRules.checkFields(body, Set.of(), Set.of());
		JsonNode messages = body.path("messages");
		for (int i = 0; i < messages.size(); i++) {
			checkIds(messages.path(i));
			if (i > 0 && messages.path(i).path("role").asString("").equals("user")
					&& messages.path(i - 1).path("role").asString("").equals("tool")) {
				throw new Refusal(400, "invalid_request_message_order", "3230", null,
						"Unexpected role 'user' after role 'tool'");
			}
		}
	}

	private static void checkIds(JsonNode message) throws Refusal {
		for (JsonNode call : message.path("tool_calls")) {
			String id = call.path("id").asString("");
			if (!ID.matcher(id).matches()) {
				throw new Refusal(400, "invalid_function_call", "3280", null,
						"Tool call id was " + id + " but must be a-z, A-Z, 0-9, with a length of 9.");
			}
		}
	}

	@Override
	protected String newId() {
		return Ids.random("");
	}

	@Override
	protected String newCallId(String tool, int index) {
		return Ids.random("").substring(0, 9);
	}

	@Override
	protected void think(ObjectNode message, String piece, boolean first) {
		ArrayNode content = Json.array();
		content.addObject()
			.put("type", "thinking")
			.putArray("thinking")
			.addObject()
			.put("type", "text")
			.put("text", piece);
		message.set("content", content);
	}

	@Override
	protected void endThought(ObjectNode message, Reply reply) {
		// The text follows as a part of its own.
	}

	@Override
	protected void say(ObjectNode message, String piece) {
		if (message.path("content").isArray()) {
			message.withArray("content").addObject().put("type", "text").put("text", piece);
		}
		else {
			message.put("content", piece);
		}
	}

	@Override
	protected boolean callsInOneChunk() {
		return true;
	}

	@Override
	protected void arguments(ObjectNode function, String arguments) {
		Optional<JsonNode> object = Json.parseObject(arguments);
		if (object.isPresent()) {
			function.set("arguments", object.get());
		}
		else {
			function.put("arguments", arguments);
		}
	}

	@Override
	protected void decorate(ObjectNode document) {
		// Mistral adds nothing.
	}

	@Override
	protected ObjectNode usage(PromptTokens prompt, Generation generation) {
		return plainUsage(prompt.total(), generation.tokens());
	}

	@Override
	protected UsagePlace usagePlace() {
		return UsagePlace.LAST_CHUNK;
	}

	@Override
	protected Refusal refusal(int status) {
		return switch (status) {
			case 401 -> new Refusal(401, "unauthorized", "Unauthorized");
			case 429 -> new Refusal(429, "service_tier_capacity_exceeded", "3505", null,
					"Service tier capacity exceeded for this model.");
			case 503 -> new Refusal(503, "internal_server_error", "3700", null, "Service unavailable.");
			default -> new Refusal(status, "internal_server_error", "1000", null, "Internal server error");
		};
	}

	@Override
	protected Refusal contextTooLong(int tokens, int window) {
		return new Refusal(400, "invalid_request_prompt", "3051", null, "Prompt contains " + tokens
				+ " tokens and 0 draft tokens, too large for model with " + window + " maximum context length");
	}

	@Override
	protected Refusal contentFiltered() {
		return OpenAiErrors.invalid("The input was blocked by moderation.", null, "content_filter");
	}

	@Override
	protected JsonNode document(Refusal refusal) {
		if (refusal.status() == 422) {
			ObjectNode document = Json.object().put("object", "error");
			document.putObject("message")
				.putArray("detail")
				.addObject()
				.put("type", "extra_forbidden")
				.put("msg", "Extra inputs are not permitted")
				.putArray("loc")
				.add("body")
				.add(refusal.param().orElse(""));
			return document.put("type", refusal.type()).putNull("param").putNull("code");
		}
		return Json.object()
			.put("object", "error")
			.put("message", refusal.message())
			.put("type", refusal.type())
			.putNull("param")
			.put("code", refusal.code().orElse(null));
	}

	private static Refusal extra(String field) {
		return new Refusal(422, "invalid_request_error", null, field, field + ": Extra inputs are not permitted");
	}

}
