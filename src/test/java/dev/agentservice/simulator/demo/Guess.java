package dev.agentservice.simulator.demo;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.simulator.chat.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A sensible value for a required argument that the task does not name outright.
 */
final class Guess {

	private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");

	private static final Pattern IDENTIFIER = Pattern.compile("\\b(?=[\\w-]*\\d)[\\w-]+\\b");

	private static final Pattern DATE = Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b");

	private final String task;

	Guess(String task) {
		this.task = task;
	}

	static JsonNode text(String text) {
		return JsonNodeFactory.instance.stringNode(text);
	}

	JsonNode value(String name, JsonNode schema) {
		if (schema.has("default")) {
			return schema.path("default");
		}
		if (schema.has("enum")) {
			return choice(schema.path("enum"));
		}
		return switch (schema.path("type").asString("string")) {
			case "integer" -> JsonNodeFactory.instance.numberNode((long) number(schema));
			case "number" -> JsonNodeFactory.instance.numberNode(number(schema));
			case "boolean" -> JsonNodeFactory.instance.booleanNode(true);
			case "array" -> Json.array();
			case "object" -> new ArgumentWriter(this.task).forSchema(schema).getFirst();
			default -> text(string(name.toLowerCase(Locale.ROOT), schema.path("format").asString("")));
		};
	}

	private JsonNode choice(JsonNode options) {
		String lower = this.task.toLowerCase(Locale.ROOT);
		return options.valueStream()
			.filter((option) -> lower.contains(option.asString("").toLowerCase(Locale.ROOT)))
			.findFirst()
			.orElseGet(() -> options.path(0));
	}

	private double number(JsonNode schema) {
		return first(NUMBER).map(Double::parseDouble).orElseGet(() -> schema.path("minimum").asDouble(1));
	}

	private String string(String name, String format) {
		if (name.contains("zone")) {
			return "UTC";
		}
		if (name.contains("date") || format.startsWith("date")) {
			return first(DATE).orElse("2026-01-01");
		}
		if (name.endsWith("id") || name.endsWith("number") || name.endsWith("code")) {
			return first(IDENTIFIER).orElse("1");
		}
		return this.task;
	}

	private Optional<String> first(Pattern pattern) {
		Matcher matcher = pattern.matcher(this.task);
		return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
	}

}
