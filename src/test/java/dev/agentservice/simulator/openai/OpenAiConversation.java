package dev.agentservice.simulator.openai;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.openai.OpenAiRules.demand;

/**
 * What the servers of OpenAI's protocol check in the messages of a request. That
 * arguments are an object is what most of them demand whose models see them as one.
 */
final class OpenAiConversation {

	private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool");

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

	private static final int LONGEST_ID = 40;

	private OpenAiConversation() {
	}

	/**
	 * Every tool message answers a call of the last assistant message, and each is
	 * answered.
	 */
	static void check(JsonNode messages) throws Refusal {
		Set<String> seen = new HashSet<>();
		Set<String> open = new LinkedHashSet<>();
		for (int i = 0; i < messages.size(); i++) {
			JsonNode message = messages.path(i);
			String role = message.path("role").asString("");
			String param = "messages.[" + i + "].role";
			demand(ROLES.contains(role),
					"Invalid value: '" + role + "'. Supported values are: 'system', 'assistant', "
							+ "'user', 'function', 'tool', and 'developer'.",
					"messages[" + i + "].role", "invalid_value");
			checkContent(message, role, i);
			if (role.equals("tool")) {
				demand(open.remove(message.path("tool_call_id").asString("")),
						"Invalid parameter: messages with role 'tool' must be a response to a "
								+ "preceeding message with 'tool_calls'.",
						param, null);
			}
			else {
				demandNone(open, param);
				checkCalls(message, i, seen);
				OpenAiContent.calls(message).forEach((call) -> open.add(call.id()));
			}
		}
		demandNone(open, "messages.[" + messages.size() + "].role");
	}

	private static void checkContent(JsonNode message, String role, int index) throws Refusal {
		JsonNode content = message.path("content");
		boolean maybeNone = role.equals("assistant") && message.has("tool_calls");
		demand(maybeNone || content.isString() || content.isArray(),
				"Invalid value for 'content': expected a string, got " + (content.isMissingNode() ? "null" : content)
						+ ".",
				"messages.[" + index + "].content", null);
	}

	private static void checkCalls(JsonNode message, int index, Set<String> seen) throws Refusal {
		JsonNode calls = message.path("tool_calls");
		String all = "messages[" + index + "].tool_calls";
		demand(!message.has("tool_calls") || !calls.isEmpty(), "Invalid '" + all + "': empty array. Expected an array "
				+ "with minimum length 1, but got an empty array instead.", all, "empty_array");
		for (int i = 0; i < calls.size(); i++) {
			String param = all + "[" + i + "]";
			String id = calls.path(i).path("id").asString("");
			JsonNode function = calls.path(i).path("function");
			demand(!id.isEmpty(), "Missing required parameter: '" + param + ".id'.", param + ".id", null);
			demand(id.length() <= LONGEST_ID,
					"Invalid '" + param + ".id': string too long. Expected a string with "
							+ "maximum length 40, but got a string with length " + id.length() + " instead.",
					param + ".id", "string_above_max_length");
			demand(seen.add(id), "Invalid '" + param + ".id': duplicate id", param + ".id", "invalid_value");
			demand(calls.path(i).path("type").asString("").equals("function"),
					"Missing required parameter: '" + param + ".type'.", param + ".type", null);
			demand(NAME.matcher(function.path("name").asString("")).matches(),
					"Invalid '" + param + ".function.name': string does not match pattern. Expected a string that "
							+ "matches the pattern '^[a-zA-Z0-9_-]+$'.",
					param + ".function.name", "invalid_value");
			demand(function.path("arguments").isString(),
					"Invalid type for '" + param + ".function.arguments': expected a string.",
					param + ".function.arguments", "invalid_type");
			demand(Json.parseObject(function.path("arguments").asString()).isPresent(),
					"Invalid '" + param + ".function.arguments': not a JSON object", param + ".function.arguments",
					"invalid_value");
		}
	}

	private static void demandNone(Set<String> open, String param) throws Refusal {
		demand(open.isEmpty(),
				"An assistant message with 'tool_calls' must be followed by tool messages "
						+ "responding to each 'tool_call_id'. The following tool_call_ids did not have response "
						+ "messages: " + String.join(", ", open),
				param, null);
	}

}
