package dev.agentservice.simulator.sessions;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import dev.agentservice.simulator.anthropic.AnthropicErrors;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.http.HttpRequest;
import tools.jackson.databind.JsonNode;

/**
 * What Anthropic refuses in requests about sessions.
 */
final class SessionRules {

	/** The agent and the environment that exist. */
	static final String AGENT = "agent_01Simulated";

	static final String ENVIRONMENT = "env_01Simulated";

	private static final String BETA = "managed-agents-2026-04-01";

	private static final Set<String> BETAS = Set.of(BETA, "files-api-2025-04-14", "skills-2025-10-02");

	private static final Set<String> CREATION = Set.of("agent", "environment_id", "title", "resources", "vault_ids",
			"metadata", "budget", "initial_events");

	private static final Set<String> OVERRIDES = Set.of("type", "id", "version", "model", "system", "tools",
			"mcp_servers", "skills");

	private static final Set<String> BUILT_IN = Set.of("bash", "read", "write", "edit", "glob", "grep", "web_fetch",
			"web_search");

	private static final int LONGEST_SYSTEM = 100_000;

	private SessionRules() {
	}

	static void demandHeaders(HttpRequest request) throws Refusal {
		AnthropicErrors.demandHeaders(request);
		String header = request.header("anthropic-beta");
		List<String> betas = (header != null) ? Arrays.stream(header.split("\\s*,\\s*")).toList() : List.of();
		if (!betas.contains(BETA)) {
			throw new Refusal(404, "not_found_error", "Not found");
		}
		for (String beta : betas) {
			demand(BETAS.contains(beta), "Unexpected value(s) `" + beta + "` for the `anthropic-beta` header.");
		}
	}

	static JsonNode body(HttpRequest request) throws Refusal {
		return Json.parseObject(request.body())
			.orElseThrow(() -> AnthropicErrors.invalid("The request body is not valid JSON."));
	}

	static void creation(JsonNode body) throws Refusal {
		demandMembers(body, CREATION, "");
		demand(body.path("environment_id").asString("").equals(ENVIRONMENT), "environment_id: not found");
		JsonNode agent = body.path("agent");
		if (agent.isObject()) {
			demand(Set.of("agent", "agent_with_overrides").contains(text(agent, "type")), "agent.type: unknown");
			demandMembers(agent, OVERRIDES, "agent.");
			demand(text(agent, "id").equals(AGENT), "agent.id: not found");
			demand(!agent.has("model") || !model(agent).isEmpty(), "agent.model: not a model");
			demand(text(agent, "system").length() <= LONGEST_SYSTEM, "agent.system: too long");
			tools(agent.path("tools"));
		}
		else {
			demand(agent.asString("").equals(AGENT), "agent: not found");
		}
		if (body.has("budget")) {
			budget(body.path("budget"), 0);
		}
	}

	static String model(JsonNode agent) {
		return agent.path("model").isObject() ? text(agent.path("model"), "id") : text(agent, "model");
	}

	/** A cap is a whole number of cents above what is spent. */
	static void budget(JsonNode budget, long spentCents) throws Refusal {
		demand(text(budget, "type").equals("limit"), "budget.type: must be limit");
		JsonNode most = budget.path("max_list_cost");
		demand(text(most, "currency").equals("USD"), "budget.max_list_cost.currency: must be USD");
		demand(text(most, "amount").matches("[1-9][0-9]{0,9}"), "budget.max_list_cost.amount: not a number of cents");
		demand(Long.parseLong(text(most, "amount")) > spentCents, "budget: must exceed the consumed list cost");
	}

	static void tools(JsonNode tools) throws Refusal {
		for (JsonNode tool : tools) {
			switch (text(tool, "type")) {
				case "agent_toolset_20260401" -> {
					for (JsonNode config : tool.path("configs")) {
						demand(BUILT_IN.contains(text(config, "name")), "tools.configs.name: unknown");
					}
				}
				case "custom" -> {
					demand(text(tool, "name").matches("[a-zA-Z0-9_-]{1,128}"), "tools.name: not a name");
					demand(!text(tool, "description").isBlank(), "tools.description: required");
					demand(text(tool.path("input_schema"), "type").equals("object"),
							"tools.input_schema: must be an object");
				}
				default -> throw AnthropicErrors.invalid("tools.type: unknown");
			}
		}
	}

	/** Events that are sent together. */
	static void events(JsonNode body, StoredSession session) throws Refusal {
		demandMembers(body, Set.of("events"), "");
		demand(body.path("events").isArray() && !body.path("events").isEmpty(), "events: at least one");
		for (JsonNode event : body.path("events")) {
			switch (text(event, "type")) {
				case "user.message" -> {
					content(event, true);
					// It would be queued, which this service never wants.
					demand(session.isIdle(), "events: the session is running");
					demand(session.awaited().isEmpty(), "events: waiting for user.custom_tool_result");
					demand(!session.isAtItsBudget(), "events: the session's budget is reached; only "
							+ "user.tool_confirmation, user.tool_result, user.custom_tool_result, user.interrupt");
				}
				case "user.custom_tool_result" -> {
					content(event, false);
					demand(session.awaited().contains(text(event, "custom_tool_use_id")),
							"custom_tool_use_id: no such call waits for a result");
				}
				case "user.interrupt" -> {
					// At any time.
				}
				default -> throw AnthropicErrors.invalid("events.type: unknown");
			}
		}
	}

	private static void content(JsonNode event, boolean required) throws Refusal {
		demand(!required || !event.path("content").isEmpty(), "content: required");
		for (JsonNode block : event.path("content")) {
			demand(text(block, "type").equals("text") && !text(block, "text").isBlank(),
					"content: text blocks must be non-empty");
		}
	}

	private static void demandMembers(JsonNode object, Set<String> known, String where) throws Refusal {
		for (String name : object.propertyNames()) {
			demand(known.contains(name), where + name + ": Extra inputs are not permitted");
		}
	}

	static String text(JsonNode object, String member) {
		return object.path(member).asString("");
	}

	static void demand(boolean kept, String message) throws Refusal {
		if (!kept) {
			throw AnthropicErrors.invalid(message);
		}
	}

}
