package dev.agentservice.guard.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Families of JSON objects whose parts multiply in a careless reader: the lengths of
 * names, the depth they stand at, and how many values there are below.
 */
final class HostileBodies {

	private static final String NUL = "\"\\u0000\"";

	private HostileBodies() {
	}

	/** The families by name; each makes an object of about so many characters. */
	static Map<String, IntFunction<String>> all() {
		Map<String, IntFunction<String>> families = new LinkedHashMap<>();
		for (String field : new String[] { "metadata", "messages", "x" }) {
			families.put(field + ": long names above many NULs", below(field, NUL, 2, 10));
			families.put(field + ": long names above many numbers", below(field, "1", 2, 10));
			families.put(field + ": long names above many long names",
					below(field, "{\"" + "k".repeat(50) + "\": 1}", 3, 20));
			families.put(field + ": deep names above many surrogates", below(field, "\"\\ud800\"", 4, 55));
			families.put(field + ": empty lists", list(field, "[]"));
			families.put(field + ": empty objects", list(field, "{}"));
			families.put(field + ": decimals", list(field, "1.0000000001"));
			families.put(field + ": long numbers", list(field, "9".repeat(90)));
			families.put(field + ": objects of unknown fields", list(field, "{\"a\": 1, \"b\": null}"));
			families.put(field + ": deep objects", list(field, "{\"a\":".repeat(50) + "1" + "}".repeat(50)));
			families.put(field + ": one name again and again",
					(length) -> "{\"" + field + "\": {\"n\": 1" + ", \"n\": 2".repeat(length / 8) + "}}");
			families.put(field + ": many names", (length) -> names(field, length, 10));
			families.put(field + ": many long names", (length) -> names(field, length, 400));
			families.put(field + ": names that grow with the body", (length) -> names(field, length, length / 20));
		}
		families.put("messages of unknown fields", messages("{\"role\": \"user\", \"content\": \"x\", \"y\": 1}"));
		families.put("messages of NULs", messages("{\"role\": \"user\", \"content\": " + NUL + "}"));
		families.put("messages in parts", messages(
				"{\"role\": \"user\", \"content\": [" + "{\"type\": \"text\", \"text\": \"x\"},".repeat(9) + "{}]}"));
		families.put("messages of unknown parts",
				messages("{\"role\": \"user\", \"content\": [{\"type\": \"image\"}]}"));
		return families;
	}

	/** Names that take one part of the length, above values that take another. */
	private static IntFunction<String> below(String field, String value, int part, int depth) {
		return (length) -> {
			String name = "n".repeat(Math.max(1, length / part / depth));
			int count = Math.max(1, (length - length / part) / (value.length() + 1));
			return "{\"" + field + "\": " + ("{\"" + name + "\": ").repeat(depth) + "[" + (value + ",").repeat(count)
					+ value + "]" + "}".repeat(depth) + "}";
		};
	}

	private static IntFunction<String> list(String field, String value) {
		return (length) -> "{\"" + field + "\": [" + (value + ",").repeat(length / (value.length() + 1)) + value + "]}";
	}

	private static IntFunction<String> messages(String message) {
		return list("messages", message);
	}

	private static String names(String field, int length, int nameLength) {
		StringBuilder body = new StringBuilder("{\"" + field + "\": {\"n\": 1");
		for (int i = 0; body.length() < length; i++) {
			body.append(",\"").append(i).append("n".repeat(nameLength)).append("\": ").append((i % 2 == 0) ? NUL : "1");
		}
		return body.append("}}").toString();
	}

}
