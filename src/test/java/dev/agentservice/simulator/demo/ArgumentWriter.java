package dev.agentservice.simulator.demo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.simulator.chat.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills in the arguments of a tool from its JSON schema and the task. Optional arguments
 * are given only if the task names them.
 */
public final class ArgumentWriter {

	private static final Set<String> EXPRESSION = Set.of("expression", "formula", "calculation");

	private final List<String> arithmetic;

	private final List<String> zones;

	private final Guess guess;

	public ArgumentWriter(String task) {
		this.arithmetic = Arithmetic.in(task);
		this.zones = TimeZones.in(task);
		this.guess = new Guess(task);
	}

	boolean hasArithmetic() {
		return !this.arithmetic.isEmpty();
	}

	boolean calculates(JsonNode schema) {
		return schema.path("properties").propertyNames().stream().anyMatch(EXPRESSION::contains);
	}

	/** The arguments of each call to make; more than one if the task names more. */
	public List<ObjectNode> forSchema(JsonNode schema) {
		List<ObjectNode> variants = new ArrayList<>(List.of(Json.object()));
		Set<String> required = new HashSet<>();
		schema.path("required").forEach((name) -> required.add(name.asString("")));
		for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
			variants = extended(variants, property.getKey(),
					values(property.getKey(), property.getValue(), required.contains(property.getKey())));
		}
		return variants;
	}

	private List<JsonNode> values(String name, JsonNode schema, boolean required) {
		List<JsonNode> named = named(name, schema);
		return (named.isEmpty() && required) ? List.of(this.guess.value(name, schema)) : named;
	}

	private List<JsonNode> named(String name, JsonNode schema) {
		if (EXPRESSION.contains(name)) {
			return texts(this.arithmetic);
		}
		if (isTimeZone(name, schema)) {
			return texts(this.zones);
		}
		return List.of();
	}

	private static boolean isTimeZone(String name, JsonNode schema) {
		Set<String> words = Words.of(name + " " + schema.path("description").asString(""));
		return words.contains("zon") || words.contains("timezon");
	}

	private static List<ObjectNode> extended(List<ObjectNode> variants, String name, List<JsonNode> values) {
		if (values.isEmpty()) {
			return variants;
		}
		return variants.stream()
			.flatMap((variant) -> values.stream().map((value) -> variant.deepCopy().set(name, value)))
			.toList();
	}

	private static List<JsonNode> texts(List<String> values) {
		return values.stream().map(Guess::text).toList();
	}

}
