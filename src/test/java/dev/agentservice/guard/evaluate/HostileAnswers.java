package dev.agentservice.guard.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Families of answers with which a provider, or somebody in its place, could keep us
 * busy: pieces without end, calls without end, names and lines without end.
 */
final class HostileAnswers {

	/** Whose protocol it is. */
	enum Protocol {

		OPENAI, ANTHROPIC

	}

	private HostileAnswers() {
	}

	/** Whole answers. */
	static Map<String, IntFunction<String>> plain(Protocol protocol) {
		String call = switch (protocol) {
			case OPENAI ->
				"{\"id\": \"1\", \"type\": \"function\", \"function\": {\"name\": \"a\", \"arguments\": \"{}\"}}";
			case ANTHROPIC -> "{\"type\": \"tool_use\", \"id\": \"1\", \"name\": \"a\", \"input\": {}}";
		};
		Map<String, IntFunction<String>> families = new LinkedHashMap<>();
		families.put("a long text", (length) -> answer(protocol, "", "x".repeat(length)));
		families.put("escapes", (length) -> answer(protocol, "", "\\u0000\\\\".repeat(length / 8)));
		families.put("many calls",
				(length) -> answer(protocol, (call + ",").repeat(length / call.length()) + call, ""));
		HostileBodies.all().forEach((name, family) -> {
			if (name.startsWith("x")) {
				families.put("beside: " + name,
						(length) -> "{\"y\": " + family.apply(length) + "," + answer(protocol, "", "x").substring(1));
			}
		});
		return families;
	}

	/** Streams. */
	static Map<String, IntFunction<String>> streamed(Protocol protocol) {
		Map<String, IntFunction<String>> families = new LinkedHashMap<>();
		families.put("pieces of text", (length) -> stream(protocol, repeated(text(protocol, "x"), length)));
		families.put("pieces of a call",
				(length) -> stream(protocol, beginning(protocol) + repeated(piece(protocol), length)));
		families.put("calls", (length) -> stream(protocol, repeated(beginning(protocol), length)));
		families.put("a long piece", (length) -> stream(protocol, text(protocol, "x".repeat(length))));
		families.put("what looks like an error",
				(length) -> stream(protocol, text(protocol, "\\\"error\\\": {".repeat(length / 14))));
		families.put("lines of data", (length) -> "data: {\n" + "data:  \n".repeat(length / 8) + "data: }\n\n");
		families.put("a line without an end", (length) -> "data: " + "[".repeat(length));
		families.put("names of events", (length) -> "event: a\n".repeat(length / 9) + "\n");
		families.put("comments", (length) -> ": \n\n".repeat(length / 4));
		families.put("empty events", (length) -> "data:\n\n".repeat(length / 7));
		families.put("ends that are none", (length) -> repeated(
				"data: {\"choices\": [{\"finish_reason\": \"stop\", \"delta\": {}}], \"stop_reason\": \"x\"}\n\n",
				length));
		return families;
	}

	private static String answer(Protocol protocol, String calls, String text) {
		return switch (protocol) {
			case OPENAI ->
				"{\"id\": \"1\", \"model\": \"m\", \"choices\": [{\"index\": 0, \"finish_reason\": \"stop\", "
						+ "\"message\": {\"role\": \"assistant\", \"content\": \"" + text + "\""
						+ (calls.isEmpty() ? "" : ", \"tool_calls\": [" + calls + "]") + "}}], "
						+ "\"usage\": {\"prompt_tokens\": 1, \"completion_tokens\": 1, \"total_tokens\": 2}}";
			case ANTHROPIC -> "{\"id\": \"1\", \"type\": \"message\", \"role\": \"assistant\", \"model\": \"m\", "
					+ "\"stop_reason\": \"end_turn\", \"content\": [{\"type\": \"text\", \"text\": \"" + text + "\"}"
					+ (calls.isEmpty() ? "" : ", " + calls)
					+ "], \"usage\": {\"input_tokens\": 1, \"output_tokens\": 1}}";
		};
	}

	private static String stream(Protocol protocol, String events) {
		return switch (protocol) {
			case OPENAI -> events + data("{\"choices\": [{\"index\": 0, \"delta\": {}, \"finish_reason\": \"stop\"}]}")
					+ data("[DONE]");
			case ANTHROPIC -> event("message_start",
					"\"message\": {\"id\": \"1\", \"type\": \"message\", \"role\": "
							+ "\"assistant\", \"model\": \"m\", \"content\": [], \"usage\": {\"input_tokens\": 1, "
							+ "\"output_tokens\": 1}}")
					+ event("content_block_start",
							"\"index\": 0, \"content_block\": {\"type\": \"text\", \"text\": \"\"}")
					+ events + event("content_block_stop", "\"index\": 0")
					+ event("message_delta",
							"\"delta\": {\"stop_reason\": \"end_turn\"}, \"usage\": {\"output_tokens\": 1}")
					+ event("message_stop", "\"a\": 0");
		};
	}

	private static String text(Protocol protocol, String text) {
		return switch (protocol) {
			case OPENAI -> delta("{\"content\": \"" + text + "\"}");
			case ANTHROPIC -> event("content_block_delta",
					"\"index\": 0, \"delta\": {\"type\": \"text_delta\", \"text\": \"" + text + "\"}");
		};
	}

	private static String beginning(Protocol protocol) {
		return switch (protocol) {
			case OPENAI -> delta("{\"tool_calls\": [{\"index\": 0, \"id\": \"1\", \"type\": \"function\", "
					+ "\"function\": {\"name\": \"a\", \"arguments\": \"\"}}]}");
			case ANTHROPIC -> event("content_block_start",
					"\"index\": 1, \"content_block\": {\"type\": \"tool_use\", \"id\": \"1\", \"name\": \"a\", \"input\": {}}");
		};
	}

	private static String piece(Protocol protocol) {
		return switch (protocol) {
			case OPENAI -> delta("{\"tool_calls\": [{\"index\": 0, \"function\": {\"arguments\": \"x\"}}]}");
			case ANTHROPIC -> event("content_block_delta",
					"\"index\": 1, \"delta\": {\"type\": \"input_json_delta\", \"partial_json\": \"x\"}");
		};
	}

	private static String delta(String delta) {
		return "data: {\"id\": \"1\", \"model\": \"m\", \"choices\": [{\"index\": 0, \"delta\": " + delta + "}]}\n\n";
	}

	private static String event(String type, String members) {
		return "event: " + type + "\ndata: {\"type\": \"" + type + "\", " + members + "}\n\n";
	}

	private static String data(String data) {
		return "data: " + data + "\n\n";
	}

	private static String repeated(String event, int length) {
		return event.repeat(Math.max(1, length / event.length()));
	}

}
