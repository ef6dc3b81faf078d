package dev.agentservice.simulator.openai;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.ToolCall;
import tools.jackson.databind.JsonNode;

/**
 * What OpenAI checks before a model sees a request, as far as a client of ours could
 * break it.
 */
final class OpenAiRules {

	private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool");

	private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

	private static final Pattern REASONING_MODEL = Pattern.compile("(gpt-5|o[134])([.-].*)?");

	private OpenAiRules() {
	}

	static void check(JsonNode body) throws Refusal {
		if (body.path("model").asString("").isEmpty()) {
			throw OpenAiErrors.invalid("you must provide a model parameter", null, null);
		}
		JsonNode messages = body.path("messages");
		if (messages.isEmpty()) {
			throw OpenAiErrors.invalid("Invalid 'messages': empty array. Expected an array with minimum length 1, "
					+ "but got an empty array instead.", "messages", "empty_array");
		}
		checkCaps(body);
		checkTools(body.path("tools"));
		checkConversation(messages);
	}

	private static void checkCaps(JsonNode body) throws Refusal {
		if (body.has("max_tokens") && REASONING_MODEL.matcher(body.path("model").asString("")).matches()) {
			throw OpenAiErrors.invalid("Unsupported parameter: 'max_tokens' is not supported with this model. "
					+ "Use 'max_completion_tokens' instead.", "max_tokens", "unsupported_parameter");
		}
		for (String cap : Set.of("max_tokens", "max_completion_tokens")) {
			if (body.path(cap).asInt(1) < 1) {
				throw OpenAiErrors.invalid("Invalid '" + cap + "': integer below minimum value. Expected a value >= 1.",
						cap, "integer_below_min_value");
			}
		}
	}

	private static void checkTools(JsonNode tools) throws Refusal {
		if (tools.isArray() && tools.isEmpty()) {
			throw OpenAiErrors.invalid("Invalid 'tools': empty array. Expected an array with minimum length 1, "
					+ "but got an empty array instead.", "tools", "empty_array");
		}
		for (int i = 0; i < tools.size(); i++) {
			if (!TOOL_NAME.matcher(tools.path(i).path("function").path("name").asString("")).matches()) {
				String param = "tools[" + i + "].function.name";
				throw OpenAiErrors.invalid(
						"Invalid '" + param + "': string does not match pattern. "
								+ "Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
						param, "invalid_value");
			}
		}
	}

	/**
	 * Every tool message answers a call of the last assistant message, and each is
	 * answered.
	 */
	private static void checkConversation(JsonNode messages) throws Refusal {
		Set<String> open = new LinkedHashSet<>();
		for (int i = 0; i < messages.size(); i++) {
			JsonNode message = messages.path(i);
			String role = message.path("role").asString("");
			String param = "messages.[" + i + "].role";
			if (!ROLES.contains(role)) {
				throw OpenAiErrors.invalid(
						"Invalid value: '" + role + "'. Supported values are: 'system', 'assistant', "
								+ "'user', 'function', 'tool', and 'developer'.",
						"messages[" + i + "].role", "invalid_value");
			}
			if (role.equals("tool")) {
				if (!open.remove(message.path("tool_call_id").asString(""))) {
					throw OpenAiErrors.invalid("Invalid parameter: messages with role 'tool' must be a response to a "
							+ "preceeding message with 'tool_calls'.", param, null);
				}
			}
			else {
				demandNone(open, param);
				OpenAiContent.calls(message).stream().map(ToolCall::id).forEach(open::add);
			}
		}
		demandNone(open, "messages.[" + messages.size() + "].role");
	}

	private static void demandNone(Set<String> open, String param) throws Refusal {
		if (!open.isEmpty()) {
			throw OpenAiErrors.invalid("An assistant message with 'tool_calls' must be followed by tool messages "
					+ "responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: "
					+ String.join(", ", open), param, null);
		}
	}

}
