package dev.agentservice.guard.redact;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Redaction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Redacts within one JSON tree: builds another of the same shape.
 */
final class JsonRedactor {

	private final Map<FindingType, Integer> counts = new EnumMap<>(FindingType.class);

	/** Makes a redactor for a text that stands behind certain words. */
	private final Function<String, StreamRedactor> redactors;

	JsonRedactor(Function<String, StreamRedactor> redactors) {
		this.redactors = redactors;
	}

	JsonNode redact(JsonNode tree) {
		return redact("", tree);
	}

	List<Redaction> redactions() {
		return this.counts.entrySet().stream().map((entry) -> new Redaction(entry.getKey(), entry.getValue())).toList();
	}

	private JsonNode redact(String before, JsonNode node) {
		return switch (node) {
			case ObjectNode object -> redactObject(object);
			case ArrayNode array -> redactArray(before, array);
			default -> redactValue(before, node);
		};
	}

	private ObjectNode redactObject(ObjectNode object) {
		ObjectNode redacted = JsonNodeFactory.instance.objectNode();
		for (Map.Entry<String, JsonNode> field : object.properties()) {
			String name = redactText("", field.getKey());
			redacted.set(redacted.has(name) ? name + '_' + redacted.size() : name,
					redact(field.getKey() + ": ", field.getValue()));
		}
		return redacted;
	}

	private ArrayNode redactArray(String before, ArrayNode array) {
		ArrayNode redacted = JsonNodeFactory.instance.arrayNode(array.size());
		array.forEach((element) -> redacted.add(redact(before, element)));
		return redacted;
	}

	private JsonNode redactValue(String before, JsonNode node) {
		if (!node.isString() && !node.isNumber()) {
			return node;
		}
		String text = node.asString();
		String redacted = redactText(before, text);
		return text.equals(redacted) ? node : StringNode.valueOf(redacted);
	}

	private String redactText(String before, String text) {
		StreamRedactor redactor = this.redactors.apply(before);
		String redacted = redactor.accept(text) + redactor.finish();
		redactor.redactions()
			.forEach((redaction) -> this.counts.merge(redaction.type(), redaction.count(), Integer::sum));
		return redacted;
	}

}
