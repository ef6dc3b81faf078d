package dev.agentservice.support.json;

import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes JSON so that equal values are equal texts: members sorted by their names,
 * numbers by their value ({@code 1}, {@code 1.0} and {@code 10e-1} are one), no blanks.
 */
public final class CanonicalJson {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private CanonicalJson() {
	}

	/** A value as its one text. */
	public static String of(JsonNode value) {
		return canonical(value).toString();
	}

	private static JsonNode canonical(JsonNode value) {
		if (value.isObject()) {
			ObjectNode sorted = NODES.objectNode();
			TreeMap<String, JsonNode> members = new TreeMap<>();
			value.properties().forEach((member) -> members.put(member.getKey(), member.getValue()));
			members.forEach((name, member) -> sorted.set(name, canonical(member)));
			return sorted;
		}
		if (value.isArray()) {
			ArrayNode array = NODES.arrayNode();
			value.forEach((element) -> array.add(canonical(element)));
			return array;
		}
		return value.isNumber() ? NODES.numberNode(value.decimalValue().stripTrailingZeros()) : value;
	}

}
