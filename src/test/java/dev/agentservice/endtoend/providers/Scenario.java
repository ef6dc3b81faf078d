package dev.agentservice.endtoend.providers;

import java.util.List;
import java.util.Map;

import dev.agentservice.endtoend.providers.Dialect.Topic;
import dev.agentservice.simulator.script.Answer;
import dev.agentservice.simulator.script.Scripted;
import org.jspecify.annotations.Nullable;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.answerWithCalls;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.contentFiltered;
import static dev.agentservice.simulator.script.Responses.contextTooLong;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;

/**
 * Something that happens with every provider, and what must come of it.
 */
enum Scenario {

	TOOL_ROUND(Topic.CALLS, "a tool is called, then the model answers", "200 It is 42. [calculator ok]") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(toolCalls(call("calculator", SIX_TIMES_SEVEN)), answer("It is 42."));
		}
	},

	PARALLEL_CALLS(Topic.CALLS, "two calls at once, and one more",
			"200 42, 42 and 5. [calculator ok, calculator ok, " + "calculator ok]") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(
					toolCalls(call("calculator", SIX_TIMES_SEVEN), call("calculator", "{\"expression\": \"84 / 2\"}")),
					answerWithCalls("And then?", call("calculator", "{\"expression\": \"2 + 3\"}")),
					answer("42, 42 and 5."));
		}
	},

	ODD_CALLS(Topic.CALLS, "an unknown name, broken arguments, an id twice",
			"200 Sorry. [functions.calculator unknown_tool, calculator invalid_arguments, calculator ok]") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(
					toolCalls(call("x", "functions.calculator", SIX_TIMES_SEVEN),
							call("x", "calculator", "{\"expression\": "), call("y z", "calculator", SIX_TIMES_SEVEN)),
					answer("Sorry."));
		}
	},

	THOUGHT(Topic.THOUGHTS, "the model thinks, calls a tool, twice, thinks and answers",
			"200 Forty-two. [calculator ok, calculator ok]") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(toolCalls(call("calculator", SIX_TIMES_SEVEN)).thinking(THOUGHT_TEXT),
					toolCalls(call("calculator", SIX_TIMES_SEVEN)).thinking(THOUGHT_TEXT),
					answer("Forty-two.").thinking(THOUGHT_TEXT));
		}
	},

	FROM_ANOTHER(Topic.THOUGHTS, "another provider's model called the tool, then failed",
			"200 Still 42. [calculator ok] fallback_model") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(answer("Still 42."));
		}

		@Override
		List<Scripted> scriptOfOther() {
			return List.of(toolCalls(call("calculator", SIX_TIMES_SEVEN)).thinking(THOUGHT_TEXT), status(401));
		}
	},

	USAGE(Topic.USAGE, "the prompt twice, the second time from the cache", "200 As before.") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(answer("As before.").thinking(THOUGHT_TEXT));
		}
	},

	NO_USAGE(Topic.USAGE, "nothing about the usage", "200 That was free.") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(answer("That was free.").withoutUsage());
		}
	},

	FREE(Topic.USAGE, "zeros for a text", "200 Nothing comes of nothing.") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(answer("Nothing comes of nothing.").claiming(
					"""
							{"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0, "input_tokens": 0, "output_tokens": 0}"""));
		}
	},

	IMPOSSIBLE(Topic.USAGE, "negative, fractional and huge numbers", "200 Who can count?") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(answer("Who can count?").claiming("""
					{"prompt_tokens": -5, "completion_tokens": 1.5, "total_tokens": 4294967296, "input_tokens": -5,
					 "output_tokens": 1.5}"""));
		}
	},

	RATE_LIMITED(Topic.ERRORS, "429, then an answer", "200 Now.") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(status(429), answer("Now."));
		}
	},

	REFUSED_INSIDE(Topic.ERRORS, "an error with status 200, then an answer", "200 Now.") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(status(503).insideAnAnswer(), answer("Now."));
		}
	},

	BROKEN_OFF(Topic.ERRORS, "an error in the middle, each time", "503 models_unavailable") {
		@Override
		Answer always(Dialect dialect) {
			return answer(LONG).errorAfterChunks(3);
		}
	},

	TOO_LONG(Topic.ERRORS, "the prompt does not fit", "413 input_too_large") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(contextTooLong());
		}
	},

	FILTERED_PROMPT(Topic.ERRORS, "its filter refuses the prompt", "422 input_rejected") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(contentFiltered());
		}
	},

	CUT(Topic.ENDS, "the cap is reached", "200 " + "Go on. ".repeat(10) + "Go on answer_truncated") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(answer("Go on. ".repeat(40)));
		}

		@Override
		Map<String, Object> request() {
			return Map.of("max_output_tokens", 32);
		}
	},

	FILTERED_ANSWER(Topic.ENDS, "its filter stops the answer", "422 input_rejected") {
		@Override
		List<Scripted> script(Dialect dialect) {
			return List.of(answer(LONG).stoppedByContentFilter());
		}
	},

	NO_END(Topic.ENDS, "half an answer, then the body ends, each time", "503 models_unavailable") {
		@Override
		Answer always(Dialect dialect) {
			return answer(LONG).endAfterChunks(3);
		}
	},

	UNKNOWN_END(Topic.ENDS, "a reason that is no end, each time", "503 models_unavailable") {
		@Override
		Answer always(Dialect dialect) {
			return answer(LONG).ending("malformed_function_call");
		}
	};

	/** What no client may ever see. */
	static final String THOUGHT_TEXT = "Zebra crossing my mind.";

	private static final String SIX_TIMES_SEVEN = "{\"expression\": \"6 * 7\"}";

	private static final String LONG = "One two three four five six seven eight nine ten eleven twelve.";

	private final Topic topic;

	private final String happens;

	private final String expected;

	Scenario(Topic topic, String happens, String expected) {
		this.topic = topic;
		this.happens = happens;
		this.expected = expected;
	}

	Topic topic() {
		return this.topic;
	}

	/** What the provider does. */
	String happens() {
		return this.happens;
	}

	/**
	 * Whether the session has something to remember that another request can break on.
	 */
	boolean goesOn() {
		return this.topic == Topic.CALLS || this.topic == Topic.THOUGHTS;
	}

	/** What the client gets: status, answer or code, tools, notices. */
	String expected() {
		return this.expected;
	}

	/** What the provider says, once each. */
	List<Scripted> script(Dialect dialect) {
		return List.of();
	}

	/** What the provider says whenever it is asked; null if the script is all. */
	@Nullable Answer always(Dialect dialect) {
		return null;
	}

	/** What the provider says that is asked before this one; nothing if it is not. */
	List<Scripted> scriptOfOther() {
		return List.of();
	}

	/** What the client asks for beside its task. */
	Map<String, Object> request() {
		return Map.of();
	}

}
