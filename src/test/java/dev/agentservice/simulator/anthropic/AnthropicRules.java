package dev.agentservice.simulator.anthropic;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.Thoughts;
import tools.jackson.databind.JsonNode;

/**
 * What Anthropic checks before a model sees a request, as far as a client of ours could
 * break it. Also what it has come to tolerate, such as two turns of a user in a row, is
 * refused: others who serve its models still refuse it.
 */
final class AnthropicRules {

	private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

	private static final Set<String> FIELDS = Set.of("model", "max_tokens", "messages", "system", "tools",
			"tool_choice", "stream", "temperature", "top_p", "top_k", "stop_sequences", "metadata", "thinking",
			"service_tier", "cache_control", "output_config", "container", "context_management");

	private static final int MARKS = 4;

	private static final int SMALLEST_BUDGET = 1024;

	private AnthropicRules() {
	}

	static void check(JsonNode body, Thoughts thoughts) throws Refusal {
		for (String field : List.of("model", "max_tokens", "messages")) {
			demand(body.hasNonNull(field), field + ": Field required");
		}
		for (String field : body.propertyNames()) {
			demand(FIELDS.contains(field), field + ": Extra inputs are not permitted");
		}
		demand(body.path("max_tokens").asInt(0) > 0, "max_tokens: Input should be greater than or equal to 1");
		demand(!body.path("messages").isEmpty(), "messages: at least one message is required");
		checkTools(body);
		checkMarks(body);
		checkSystem(body.path("system"));
		checkSampling(body);
		checkThinking(body);
		AnthropicConversation.check(body);
		AnthropicThoughts.check(body, thoughts);
	}

	private static void checkTools(JsonNode body) throws Refusal {
		JsonNode tools = body.path("tools");
		Set<String> names = new HashSet<>();
		for (int i = 0; i < tools.size(); i++) {
			String name = tools.path(i).path("name").asString("");
			demand(TOOL_NAME.matcher(name).matches(),
					"tools." + i + ".custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
			demand(tools.path(i).path("input_schema").isObject(),
					"tools." + i + ".custom.input_schema: Field required");
			demand(names.add(name), "tools: Tool names must be unique.");
		}
		demand(!body.has("tool_choice") || !tools.isEmpty(),
				"tool_choice: tool_choice may only be specified while providing tools.");
	}

	private static void checkMarks(JsonNode body) throws Refusal {
		long marks = body.findValues("cache_control").size();
		demand(marks <= MARKS, "A maximum of 4 blocks with cache_control may be provided. Found " + marks + ".");
	}

	private static void checkSystem(JsonNode system) throws Refusal {
		for (JsonNode block : AnthropicContent.blocks(system)) {
			demand(!block.path("text").asString("").isEmpty(), "system: text content blocks must be non-empty");
		}
	}

	private static void checkSampling(JsonNode body) throws Refusal {
		double temperature = body.path("temperature").asDouble(1);
		demand(temperature >= 0 && temperature <= 1, "temperature: range: 0..1");
	}

	/**
	 * Models that decide themselves how long they think are told so; others are given a
	 * budget.
	 */
	private static void checkThinking(JsonNode body) throws Refusal {
		String type = body.at("/thinking/type").asString("");
		if (type.isEmpty() || type.equals("disabled")) {
			return;
		}
		demand(Set.of("enabled", "adaptive").contains(type), "thinking: Input tag '" + type
				+ "' found using 'type' does not match any of the expected tags: 'adaptive', 'disabled', 'enabled'");
		if (type.equals("enabled")) {
			int budget = body.at("/thinking/budget_tokens").asInt(0);
			demand(budget >= SMALLEST_BUDGET,
					"thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
			demand(budget < body.path("max_tokens").asInt(),
					"`max_tokens` must be greater than `thinking.budget_tokens`.");
		}
		demand(body.path("temperature").asDouble(1) == 1,
				"`temperature` may only be set to 1 when thinking is enabled or in adaptive mode.");
		demand(!body.has("top_k"), "`top_k` must be unset when thinking is enabled or in adaptive mode.");
		demand(!Set.of("any", "tool").contains(body.at("/tool_choice/type").asString("")),
				"Thinking may not be enabled when tool_choice forces tool use.");
	}

	static void demand(boolean condition, String message) throws Refusal {
		if (!condition) {
			throw AnthropicErrors.invalid(message);
		}
	}

}
