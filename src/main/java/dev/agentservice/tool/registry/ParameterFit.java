package dev.agentservice.tool.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;

/**
 * Whether a tool takes the arguments that were written for another: it must need nothing
 * that may be missing, know all that may be there, and expect the same kinds of values.
 * What lies inside lists and objects is seen at the call.
 */
final class ParameterFit {

	private ParameterFit() {
	}

	/** Why it does not; empty if it does. */
	static List<String> misfits(ToolSpecification from, ToolSpecification to) {
		JsonObjectSchema given = from.parameters();
		JsonObjectSchema wanted = to.parameters();
		List<String> misfits = new ArrayList<>();
		for (String required : wanted.required()) {
			if (!given.required().contains(required)) {
				misfits.add("it needs '" + required + "', which '" + from.name() + "' does not"
						+ (given.properties().containsKey(required) ? " always have" : " have"));
			}
		}
		given.properties().forEach((name, element) -> {
			JsonSchemaElement other = wanted.properties().get(name);
			if (other == null) {
				misfits.add("it does not take '" + name + "'");
			}
			else if (!accepts(element, other)) {
				misfits.add("it takes another kind of value for '" + name + "'");
			}
		});
		return misfits;
	}

	private static boolean accepts(JsonSchemaElement given, JsonSchemaElement wanted) {
		return switch (wanted) {
			case JsonNumberSchema _ -> given instanceof JsonNumberSchema || given instanceof JsonIntegerSchema;
			case JsonStringSchema _ -> given instanceof JsonStringSchema || given instanceof JsonEnumSchema;
			case JsonEnumSchema known -> given instanceof JsonEnumSchema values
					&& new HashSet<>(known.enumValues()).containsAll(values.enumValues());
			default -> given.getClass() == wanted.getClass();
		};
	}

}
