package dev.agentservice.llm.wire.openai;

import dev.agentservice.llm.wire.AnswerReader;
import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a chat completion, or its chunks. Only the first choice is the answer; some
 * servers send more than requested.
 */
final class OpenAiReader extends AnswerReader {

	private final OpenAiUsage usage = new OpenAiUsage();

	private final OpaqueMembers opaque = new OpaqueMembers();

	private boolean refused;

	OpenAiReader(GrowingAnswer answer) {
		super(answer);
	}

	@Override
	protected void read(ObjectNode document) {
		JsonNode choice = firstChoice(document);
		JsonNode message = Json.part(choice, "message");
		readMessage(message);
		Json.items(message.path("tool_calls")).forEach((call) -> readCall(call, true));
		readClaim(document, choice);
		throwError(document);
		if (!message.isObject()) {
			throw new MalformedAnswerException("no message");
		}
		readEnd(choice, message);
	}

	@Override
	protected void readEvent(String name, ObjectNode event) {
		JsonNode choice = firstChoice(event);
		JsonNode delta = Json.part(choice, "delta");
		readMessage(delta);
		Json.items(delta.path("tool_calls")).forEach((call) -> readCall(call, false));
		readClaim(event, choice);
		readEnd(choice, delta);
	}

	/** The choice with the index 0, or without any. */
	private static JsonNode firstChoice(ObjectNode document) {
		for (JsonNode choice : Json.items(document.path("choices"))) {
			if (!choice.isObject()) {
				throw new MalformedAnswerException("a choice of nothing");
			}
			if (choice.path("index").asInt(0) == 0) {
				return choice;
			}
		}
		return Json.missing();
	}

	private void readMessage(JsonNode message) {
		this.opaque.read(message, answer());
		JsonNode content = message.path("content");
		if (content.isArray()) {
			content.forEach(this::readPart);
		}
		else {
			answer().addText(Json.word(message, "content"));
		}
		JsonNode call = message.path("function_call");
		if (call.isObject()) {
			readCall(Json.object().set("function", call), false);
		}
	}

	/** Mistral's content is a list where the model thought. */
	private void readPart(JsonNode part) {
		if (part.isString()) {
			answer().addText(part.asString());
		}
		else if ("thinking".equals(Json.text(part, "type"))) {
			this.opaque.readPart(part, answer());
		}
		else {
			answer().addText(Json.word(part, "text"));
		}
	}

	private void readCall(JsonNode call, boolean whole) {
		if (!call.isObject()) {
			throw new MalformedAnswerException("a tool call of nothing");
		}
		answer().demandOpen();
		JsonNode function = Json.part(call, "function");
		String arguments = Json.arguments(function, "arguments");
		String id = Json.text(call, "id");
		String name = Json.word(function, "name");
		if (whole) {
			answer().calls().addWhole(id, name, arguments, call.path("extra_content"));
		}
		else {
			answer().calls().add(index(call.path("index")), id, name, arguments, call.path("extra_content"));
		}
	}

	private static @Nullable Integer index(JsonNode index) {
		int number = index.asInt(-1);
		return (number >= 0) ? Integer.valueOf(number) : null;
	}

	/** Some servers put the usage into the choice, one into a member of its own. */
	private void readClaim(ObjectNode document, JsonNode choice) {
		for (JsonNode told : new JsonNode[] { choice.path("usage"), document.path("x_groq").path("usage"),
				document.path("usage") }) {
			if (told.isObject()) {
				answer().claim(this.usage.read(told));
			}
		}
	}

	/** A refusal is a separate text, with an ordinary stop reason. */
	private void readEnd(JsonNode choice, JsonNode message) {
		String refusal = Json.text(message, "refusal");
		if (!refusal.isEmpty()) {
			this.refused = true;
			answer().addThought(refusal);
		}
		answer().end(Json.word(choice, "finish_reason"));
		if (this.refused && answer().hasEnded()) {
			answer().endFiltered();
		}
	}

	@Override
	protected boolean isEndMarker(String name, String data) {
		return "[DONE]".equals(data.strip());
	}

	/** OpenRouter has it in the choice; with vLLM the document itself is the error. */
	@Override
	protected @Nullable JsonNode failedPart(ObjectNode document) {
		JsonNode choice = firstChoice(document);
		for (JsonNode part : new JsonNode[] { document, choice, choice.path("message"), choice.path("delta") }) {
			if (Json.hasError(part)) {
				return part;
			}
		}
		return "error".equals(Json.text(document, "object")) ? document : null;
	}

	@Override
	protected @Nullable String opaque() {
		return this.opaque.write(answer());
	}

}
