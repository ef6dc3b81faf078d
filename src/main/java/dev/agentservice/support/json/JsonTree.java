package dev.agentservice.support.json;

import dev.agentservice.support.Text;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Builds the tree of a body. Jackson does not, so that flaws are reported with their
 * place, all at once.
 *
 * @param parser stands at the beginning of what is read next
 * @param rejections takes the flaws
 */
record JsonTree(JsonParser parser, Rejections rejections) {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	/** Whether both say the same: numbers by their value, so that 1 is 1.0. */
	static boolean same(JsonNode one, JsonNode other) {
		return one.equals(JsonTree::compare, other);
	}

	private static int compare(JsonNode one, JsonNode other) {
		if (one.isNumber() && other.isNumber()) {
			return one.decimalValue().compareTo(other.decimalValue());
		}
		return one.equals(other) ? 0 : 1;
	}

	ObjectNode object(JsonPlace place) {
		ObjectNode object = NODES.objectNode();
		for (String name = this.parser.nextName(); name != null; name = this.parser.nextName()) {
			JsonPlace member = place.member(name);
			checkCharacters(member, name, "has a name with ");
			this.parser.nextToken();
			JsonNode value = value(member);
			if (object.has(name)) {
				this.rejections.add(member, "appears more than once");
			}
			else {
				object.set(name, value);
			}
		}
		return object;
	}

	private ArrayNode array(JsonPlace place) {
		ArrayNode array = NODES.arrayNode();
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			array.add(value(place.element(array.size())));
		}
		return array;
	}

	private JsonNode value(JsonPlace place) {
		return switch (this.parser.currentToken()) {
			case START_OBJECT -> object(place);
			case START_ARRAY -> array(place);
			case VALUE_STRING -> string(place);
			case VALUE_NUMBER_INT -> integer();
			// Decimals, because a double would round what a client wrote as money.
			case VALUE_NUMBER_FLOAT -> NODES.numberNode(this.parser.getDecimalValue());
			case VALUE_TRUE -> NODES.booleanNode(true);
			case VALUE_FALSE -> NODES.booleanNode(false);
			case VALUE_NULL -> NODES.nullNode();
			case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
				throw new IllegalStateException("no value of JSON begins with " + this.parser.currentToken());
		};
	}

	private JsonNode integer() {
		return switch (this.parser.getNumberType()) {
			case INT -> NODES.numberNode(this.parser.getIntValue());
			case LONG -> NODES.numberNode(this.parser.getLongValue());
			default -> NODES.numberNode(this.parser.getBigIntegerValue());
		};
	}

	private StringNode string(JsonPlace place) {
		String text = this.parser.getString();
		checkCharacters(place, text, "contains ");
		return StringNode.valueOf(text);
	}

	private void checkCharacters(JsonPlace place, String text, String verb) {
		if (text.indexOf('\0') >= 0) {
			this.rejections.add(place, verb + "a NUL character");
		}
		if (!Text.isWellFormed(text)) {
			this.rejections.add(place, verb + "an unpaired surrogate");
		}
	}

}
