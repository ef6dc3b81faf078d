package dev.agentservice.llm.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes the JSON of the wires. A member with a piece of the answer has its
 * type or breaks the answer, since the piece would be lost; no other member can break it.
 */
public final class Json {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private Json() {
	}

	public static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	/** A missing member. */
	public static JsonNode missing() {
		return MAPPER.missingNode();
	}

	/** The object, null if this is no JSON object. */
	public static @Nullable ObjectNode parseObject(String json) {
		try {
			return (MAPPER.readTree(json) instanceof ObjectNode object) ? object : null;
		}
		catch (JacksonException _) {
			return null;
		}
	}

	/**
	 * The object that a document or an event is, null if it is none. An error may stand
	 * alone in a list, as Gemini writes it.
	 */
	public static @Nullable ObjectNode parseDocument(String json) {
		try {
			return document(MAPPER.readTree(json));
		}
		catch (JacksonException _) {
			return null;
		}
	}

	/** The same, of bytes in any encoding that JSON may have. */
	public static @Nullable ObjectNode parseDocument(byte[] json) {
		try {
			return document(MAPPER.readTree(json));
		}
		catch (JacksonException _) {
			return null;
		}
	}

	private static @Nullable ObjectNode document(@Nullable JsonNode node) {
		if (node instanceof ArrayNode list && list.size() == 1 && list.path(0) instanceof ObjectNode only) {
			return hasError(only) ? only : null;
		}
		return (node instanceof ObjectNode object) ? object : null;
	}

	/** A member's text, empty if it has none. */
	public static String text(JsonNode node, String member) {
		JsonNode value = node.path(member);
		return value.isString() ? value.asString() : "";
	}

	/**
	 * Arguments of a tool call: JSON in a text, or, at some servers, the object itself.
	 * @throws MalformedAnswerException if they are anything else
	 */
	public static String arguments(JsonNode call, String member) {
		JsonNode arguments = call.path(member);
		return arguments.isObject() ? arguments.toString() : word(call, member);
	}

	/**
	 * A member that is an object.
	 * @return a missing node if it is not there
	 * @throws MalformedAnswerException if it is anything else
	 */
	public static JsonNode part(JsonNode node, String member) {
		JsonNode part = node.path(member);
		if (part.isObject() || part.isMissingNode()) {
			return part;
		}
		if (part.isNull()) {
			return missing();
		}
		throw new MalformedAnswerException(member + " is no object");
	}

	/**
	 * A text, empty if it is missing.
	 * @throws MalformedAnswerException if it is anything else
	 */
	public static String word(JsonNode node, String member) {
		JsonNode word = node.path(member);
		if (word.isMissingNode() || word.isNull() || word.isString()) {
			return text(node, member);
		}
		throw new MalformedAnswerException(member + " is no text");
	}

	/**
	 * The elements of a list, none if there is no list.
	 * @throws MalformedAnswerException if this is anything else
	 */
	public static Iterable<JsonNode> items(JsonNode list) {
		if (list.isArray()) {
			return list;
		}
		if (list.isMissingNode() || list.isNull()) {
			return List.of();
		}
		throw new MalformedAnswerException("no list");
	}

	/**
	 * In UTF-8; half a surrogate pair, which has no bytes there, becomes a question mark.
	 */
	public static byte[] bytes(JsonNode node) {
		return MAPPER.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Whether a document or a part of it reports an error, regardless of its other
	 * members.
	 */
	public static boolean hasError(JsonNode node) {
		JsonNode error = node.path("error");
		return error.isContainer() || error.isNumber() || (error.isString() && !error.asString().isBlank())
				|| (error.isBoolean() && error.asBoolean());
	}

}
