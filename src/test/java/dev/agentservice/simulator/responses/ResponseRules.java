package dev.agentservice.simulator.responses;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.openai.OpenAiErrors;
import tools.jackson.databind.JsonNode;

/**
 * What OpenAI refuses in a request for a response.
 */
final class ResponseRules {

	private static final Set<String> PARAMETERS = Set.of("model", "input", "instructions", "tools", "tool_choice",
			"max_output_tokens", "max_tool_calls", "background", "stream", "store", "include", "reasoning",
			"parallel_tool_calls", "previous_response_id", "metadata", "temperature", "top_p", "text", "truncation",
			"user", "prompt_cache_key", "safety_identifier", "service_tier", "stream_options");

	private static final Set<String> ROLES = Set.of("user", "assistant", "system", "developer");

	private static final Set<String> RESENT = Set.of("web_search_call", "code_interpreter_call", "file_search_call");

	private static final Set<String> INCLUDES = Set.of("reasoning.encrypted_content", "web_search_call.action.sources",
			"code_interpreter_call.outputs", "file_search_call.results", "message.output_text.logprobs");

	private static final int LEAST_OUTPUT = 16;

	private ResponseRules() {
	}

	static JsonNode read(byte[] bytes) throws Refusal {
		JsonNode body = Json.parseObject(bytes)
			.orElseThrow(() -> OpenAiErrors.invalid("We could not parse the JSON body of your request.", null, null));
		for (String name : body.propertyNames()) {
			demand(PARAMETERS.contains(name), "Unknown parameter: '" + name + "'.", name);
		}
		demand(!text(body, "model").isEmpty(), "Missing required parameter: 'model'.", "model");
		demand(body.path("instructions").isMissingNode() || body.path("instructions").isString(),
				"Invalid type for 'instructions'.", "instructions");
		input(body);
		tools(body);
		caps(body);
		include(body);
		return body;
	}

	private static void caps(JsonNode body) throws Refusal {
		for (String flag : List.of("background", "stream", "store")) {
			demand(body.path(flag).isMissingNode() || body.path(flag).isBoolean(), "Invalid type for '" + flag + "'.",
					flag);
		}
		demand(body.path("max_output_tokens").asInt(LEAST_OUTPUT) >= LEAST_OUTPUT,
				"Invalid 'max_output_tokens': integer below minimum value.", "max_output_tokens");
		demand(body.path("max_tool_calls").asInt(1) >= 1, "Invalid 'max_tool_calls': integer below minimum value.",
				"max_tool_calls");
	}

	private static void include(JsonNode body) throws Refusal {
		for (JsonNode value : body.path("include")) {
			demand(INCLUDES.contains(value.asString("")), "Invalid value in 'include'.", "include");
			demand(!text(body, "model").startsWith("gpt-4") || !value.asString("").startsWith("reasoning."),
					"Encrypted content is not supported with this model.", "include");
		}
		demand(body.path("reasoning").isMissingNode() || !text(body, "model").startsWith("gpt-4"),
				"Unsupported parameter: 'reasoning.effort' is not supported with this model.", "reasoning.effort");
	}

	private static void input(JsonNode body) throws Refusal {
		JsonNode input = body.path("input");
		if (input.isString() && !input.asString().isEmpty()) {
			return;
		}
		demand(input.isArray() && !input.isEmpty(), "Missing required parameter: 'input'.", "input");
		Set<String> open = new HashSet<>();
		Set<String> answered = new HashSet<>();
		for (JsonNode item : input) {
			item(item, open, answered);
		}
		demand(open.isEmpty(), "No tool output found for function call " + open + ".", "input");
	}

	private static void item(JsonNode item, Set<String> open, Set<String> answered) throws Refusal {
		String type = text(item, "type");
		String call = text(item, "call_id");
		switch (type) {
			case "", "message" -> message(item);
			case "function_call" -> {
				demand(!call.isEmpty() && !text(item, "name").isEmpty(), "Invalid function call.", "input");
				demand(Json.parseObject(text(item, "arguments")).isPresent(), "Arguments are not JSON.", "input");
				demand(open.add(call) && !answered.contains(call), "Duplicate call id " + call + ".", "input");
			}
			case "function_call_output" -> {
				demand(open.remove(call), "No tool call found for function call output with call_id " + call + ".",
						"input");
				demand(item.path("output").isString(), "Missing required parameter: 'output'.", "input");
				answered.add(call);
			}
			case "reasoning" -> {
				if (text(item, "encrypted_content").isEmpty()) {
					throw new Refusal(404, OpenAiErrors.INVALID_REQUEST, "Item with id '" + text(item, "id")
							+ "' not found. Items are not persisted when `store` is set to false.");
				}
			}
			default -> demand(RESENT.contains(type), "Invalid value: '" + type + "' as a type of input.", "input");
		}
	}

	private static void message(JsonNode item) throws Refusal {
		demand(ROLES.contains(text(item, "role")), "Invalid value for 'role'.", "input");
		JsonNode content = item.path("content");
		demand(content.isArray() || (content.isString() && !content.asString().isEmpty()),
				"Invalid type for 'content'.", "input");
	}

	private static void tools(JsonNode body) throws Refusal {
		for (JsonNode tool : body.path("tools")) {
			switch (text(tool, "type")) {
				case "function" -> function(tool);
				case "web_search" -> {
					// It needs nothing.
				}
				case "file_search" ->
					demand(tool.path("vector_store_ids").isArray() && !tool.path("vector_store_ids").isEmpty(),
							"Missing required parameter: 'tools[0].vector_store_ids'.", "tools");
				case "code_interpreter" ->
					demand("auto".equals(text(tool.path("container"), "type")) || tool.path("container").isString(),
							"Missing required parameter: 'tools[0].container'.", "tools");
				default -> throw OpenAiErrors.invalid("Invalid value: '" + text(tool, "type") + "'.", "tools", null);
			}
		}
	}

	/** Strict is the default, and demands that no other member is permitted. */
	private static void function(JsonNode tool) throws Refusal {
		demand(text(tool, "name").matches("[a-zA-Z0-9_-]{1,64}"), "Invalid 'tools[0].name'.", "tools");
		boolean closed = tool.path("parameters").path("additionalProperties").isBoolean();
		demand(!tool.path("strict").asBoolean(true) || closed,
				"Invalid schema for function: 'additionalProperties' is required to be supplied and to be false.",
				"tools");
	}

	private static void demand(boolean kept, String message, String parameter) throws Refusal {
		if (!kept) {
			throw OpenAiErrors.invalid(message, parameter, null);
		}
	}

	static String text(JsonNode node, String member) {
		return node.path(member).asString("");
	}

}
