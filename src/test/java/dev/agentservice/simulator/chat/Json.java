package dev.agentservice.simulator.chat;

import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as the simulator reads and writes it, without the service's own settings.
 */
public final class Json {

	private static final JsonMapper MAPPER = new JsonMapper();

	private Json() {
	}

	/** An empty object to fill. */
	public static ObjectNode object() {
		return JsonNodeFactory.instance.objectNode();
	}

	/** An empty array to fill. */
	public static ArrayNode array() {
		return JsonNodeFactory.instance.arrayNode();
	}

	/** The object in these bytes; empty if there is none. */
	public static Optional<JsonNode> parseObject(byte[] bytes) {
		try {
			return Optional.ofNullable(MAPPER.readTree(bytes)).filter(JsonNode::isObject);
		}
		catch (JacksonException _) {
			return Optional.empty();
		}
	}

	/** The object in this text; empty if there is none. */
	public static Optional<JsonNode> parseObject(String text) {
		try {
			return Optional.ofNullable(MAPPER.readTree(text)).filter(JsonNode::isObject);
		}
		catch (JacksonException _) {
			return Optional.empty();
		}
	}

	/** The value as compact JSON. */
	public static byte[] bytes(Object value) {
		return MAPPER.writeValueAsBytes(value);
	}

	/** The value as compact JSON. */
	public static String text(Object value) {
		return MAPPER.writeValueAsString(value);
	}

}
