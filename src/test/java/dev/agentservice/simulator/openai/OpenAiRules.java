package dev.agentservice.simulator.openai;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import dev.agentservice.simulator.chat.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What OpenAI checks before a model sees a request, as far as a client of ours could
 * break it.
 */
public final class OpenAiRules {

	private static final Set<String> FIELDS = Set.of("model", "messages", "stream", "stream_options", "tools",
			"tool_choice", "parallel_tool_calls", "max_tokens", "max_completion_tokens", "temperature", "top_p", "stop",
			"seed", "n", "user", "metadata", "store", "service_tier", "reasoning_effort", "response_format",
			"frequency_penalty", "presence_penalty", "logprobs", "top_logprobs", "logit_bias", "verbosity",
			"prompt_cache_key", "safety_identifier");

	private static final Set<String> MESSAGE_FIELDS = Set.of("role", "content", "name", "tool_calls", "tool_call_id",
			"refusal", "annotations", "audio");

	private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

	private static final Pattern REASONING_MODEL = Pattern.compile("(gpt-[56]|o[134])([.-].*)?");

	/** Models that call no tools side by side, and do not want to be told. */
	private static final Pattern ONE_CALL_MODEL = Pattern.compile("o[134](-.*)?");

	/** Models that do not think and call tools both, at this address. */
	private static final Pattern TOOLS_WITHOUT_THOUGHT = Pattern.compile("gpt-(5\\.[4-9]|6)([.-](?!astra).*)?");

	/** Those of them that think unless they are told not to. */
	private static final Pattern THINKING_BY_DEFAULT = Pattern.compile("gpt-(5\\.[5-9]|6)([.-](?!astra).*)?");

	private OpenAiRules() {
	}

	/** Checks what stands beside the messages, tools included. */
	public static void checkParameters(JsonNode body) throws Refusal {
		demand(!body.path("model").asString("").isEmpty(), "you must provide a model parameter", null, null);
		for (String field : body.propertyNames()) {
			demand(FIELDS.contains(field), "Unrecognized request argument supplied: " + field, null, null);
		}
		checkCaps(body);
		checkTools(body);
		checkModel(body);
		demand(!body.has("stream_options") || body.path("stream").asBoolean(false),
				"The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null);
	}

	/**
	 * Whether the request says that no copy of it may be kept. OpenAI's default of this
	 * member has changed over time and differs between its interfaces.
	 */
	static void checkStorage(JsonNode body) throws Refusal {
		demand(body.path("store").isBoolean() && !body.path("store").booleanValue(),
				"Missing required parameter: 'store'. It must be false, or a copy would be kept.", "store",
				"missing_required_parameter");
	}

	/** Checks the conversation. */
	public static void checkMessages(JsonNode body) throws Refusal {
		demand(!body.path("messages").isEmpty(),
				"Invalid 'messages': empty array. Expected an array with minimum length 1, "
						+ "but got an empty array instead.",
				"messages", "empty_array");
		OpenAiConversation.check(body.path("messages"));
	}

	/** Whether no message carries what only another provider understands. */
	public static void checkNothingForeign(JsonNode body) throws Refusal {
		checkFields(body, Set.of(), Set.of());
	}

	/** Whether messages, and calls in them, carry only what OpenAI knows and these. */
	public static void checkFields(JsonNode body, Set<String> inMessages, Set<String> inCalls) throws Refusal {
		JsonNode messages = body.path("messages");
		for (int i = 0; i < messages.size(); i++) {
			for (String field : messages.path(i).propertyNames()) {
				demand(MESSAGE_FIELDS.contains(field) || inMessages.contains(field),
						"Additional properties are not allowed ('" + field + "' was unexpected) - 'messages." + i + "'",
						"messages[" + i + "]", null);
			}
			for (JsonNode call : messages.path(i).path("tool_calls")) {
				for (String field : call.propertyNames()) {
					demand(Set.of("id", "type", "function").contains(field) || inCalls.contains(field),
							"Additional properties are not allowed ('" + field + "' was unexpected) - 'messages." + i
									+ ".tool_calls'",
							"messages[" + i + "].tool_calls", null);
				}
			}
		}
	}

	private static void checkCaps(JsonNode body) throws Refusal {
		demand(!(body.has("max_tokens") && isReasoning(body)),
				"Unsupported parameter: 'max_tokens' is not supported with this model. "
						+ "Use 'max_completion_tokens' instead.",
				"max_tokens", "unsupported_parameter");
		demand(!(body.has("max_tokens") && body.has("max_completion_tokens")),
				"Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", "max_tokens",
				"invalid_parameter_combination");
		for (String cap : Set.of("max_tokens", "max_completion_tokens")) {
			demand(body.path(cap).asInt(1) >= 1,
					"Invalid '" + cap + "': integer below minimum value. Expected a value >= 1.", cap,
					"integer_below_min_value");
		}
	}

	private static void checkTools(JsonNode body) throws Refusal {
		JsonNode tools = body.path("tools");
		demand(!body.has("tools") || !tools.isEmpty(),
				"Invalid 'tools': empty array. Expected an array with minimum length 1, "
						+ "but got an empty array instead.",
				"tools", "empty_array");
		for (String field : Set.of("tool_choice", "parallel_tool_calls")) {
			demand(!body.has(field) || !tools.isEmpty(),
					"Invalid value for '" + field + "': '" + field + "' is only allowed when 'tools' are specified.",
					field, null);
		}
		Set<String> names = new HashSet<>();
		for (int i = 0; i < tools.size(); i++) {
			String name = tools.path(i).path("function").path("name").asString("");
			String param = "tools[" + i + "].function.name";
			demand(TOOL_NAME.matcher(name).matches(), "Invalid '" + param + "': string does not match pattern. "
					+ "Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.", param, "invalid_value");
			demand(names.add(name), "Invalid '" + param + "': duplicate name", param, "invalid_value");
		}
	}

	private static void checkModel(JsonNode body) throws Refusal {
		String model = body.path("model").asString();
		demand(!(body.has("parallel_tool_calls") && ONE_CALL_MODEL.matcher(model).matches()),
				"Unsupported parameter: 'parallel_tool_calls' is not supported with this model.", "parallel_tool_calls",
				"unsupported_parameter");
		demand(!(body.has("temperature") && isReasoning(body) && body.path("temperature").asDouble() != 1),
				"Unsupported value: 'temperature' does not support " + body.path("temperature")
						+ " with this model. Only the default (1) value is supported.",
				"temperature", "unsupported_value");
		String effort = body.path("reasoning_effort").asString("");
		demand(effort.isEmpty() || isReasoning(body), "Unrecognized request argument supplied: reasoning_effort", null,
				null);
		boolean thinks = effort.isEmpty() ? THINKING_BY_DEFAULT.matcher(model).matches()
				: !effort.equals("none") && TOOLS_WITHOUT_THOUGHT.matcher(model).matches();
		demand(!(thinks && body.has("tools")), "Function tools with reasoning_effort are not supported for " + model
				+ " in /v1/chat/completions. To use function tools, use /v1/responses or set reasoning_effort to 'none'.",
				"reasoning_effort", null);
	}

	private static boolean isReasoning(JsonNode body) {
		return REASONING_MODEL.matcher(body.path("model").asString("")).matches();
	}

	static void demand(boolean condition, String message, @Nullable String param, @Nullable String code)
			throws Refusal {
		if (!condition) {
			throw OpenAiErrors.invalid(message, param, code);
		}
	}

}
