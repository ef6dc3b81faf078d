package dev.agentservice.endtoend.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.endtoend.bench.Wrk.Load;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is asked of whom. Everybody's model gets the same prompt.
 */
final class BenchRequests {

	static final String PROVIDER_KEY = "simulated";

	static final String MODEL = "gpt-5.4-mini";

	static final int MAX_TOKENS = 500;

	static final String INSTRUCTIONS = "You are a helpful assistant inside another company's product. Answer briefly.";

	static final String TASK = "Where is my order 1234? It was to arrive last week.";

	/** The key of the bench, which acts on behalf of any user. */
	static final String KEY = "a-key-of-the-bench";

	/** The key of the first of those users. */
	static final String USER_KEY = "a-key-of-the-first-user";

	private static final String JSON = "application/json";

	private static final String EVENTS = "text/event-stream";

	/** What the simulated model begins its answer with. */
	private static final String ECHO = "(Simulated model.) You said: ";

	private static final String FRESH_SESSION = "bench-@NEW@";

	private BenchRequests() {
	}

	/** The provider itself, asked for an answer as a whole or as a stream. */
	static Load provider(boolean stream) {
		return provider(stream, 0);
	}

	/** The provider itself, told of so many earlier turns. */
	static Load provider(boolean stream, int turns) {
		List<Map<String, String>> messages = new ArrayList<>();
		messages.add(Map.of("role", "system", "content", INSTRUCTIONS));
		for (int i = 0; i < turns; i++) {
			messages.add(Map.of("role", "user", "content", TASK));
			messages.add(Map.of("role", "assistant", "content",
					ECHO + "\"" + TASK + "\". A real model would know what to answer; configure one to hear it."));
		}
		messages.add(Map.of("role", "user", "content", TASK));
		Map<String, Object> body = new LinkedHashMap<>(
				Map.of("model", MODEL, "messages", messages, "max_completion_tokens", MAX_TOKENS, "store", false));
		if (stream) {
			body.put("stream", true);
			body.put("stream_options", Map.of("include_usage", true));
		}
		return new Load("/v1/chat/completions", json(body), PROVIDER_KEY, stream ? EVENTS : JSON, 0,
				stream ? "[DONE]" : "You said");
	}

	static Load relay() {
		return new Load("/relay", json(Map.of("task", TASK)), "nobody-asks", JSON, 0, "You said");
	}

	/** A run of one of so many users, each with a session of its own. */
	static Load service(boolean stream, int users) {
		return run(stream, users, Map.of("task", TASK, "agent", "bench", "session_id", FRESH_SESSION));
	}

	/** The same run of an agent whose guards are off. */
	static Load unguarded(int users) {
		return run(false, users, Map.of("task", TASK, "agent", "bench-unguarded", "session_id", FRESH_SESSION));
	}

	/** A run in a session that exists. */
	static Load inSession(String session) {
		return run(false, 1, Map.of("task", TASK, "agent", "bench", "session_id", session, "on_busy", "queue"));
	}

	/** A run that calls so many tools at once, and then answers. */
	static Load withTools(int calls) {
		return run(false, 1, Map.of("task", BenchSimulator.calls(calls) + " " + TASK, "agent", "bench-tools",
				"session_id", FRESH_SESSION), "Here is what I found");
	}

	private static Load run(boolean stream, int users, Map<String, Object> body) {
		return run(stream, users, body, "You said");
	}

	private static Load run(boolean stream, int users, Map<String, Object> body, String expected) {
		return new Load("/agent", json(body), KEY, stream ? EVENTS : JSON, users, stream ? "run.completed" : expected);
	}

	private static String json(Map<String, ?> body) {
		return JsonMapper.shared().writeValueAsString(body);
	}

}
