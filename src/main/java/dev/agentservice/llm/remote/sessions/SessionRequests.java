package dev.agentservice.llm.remote.sessions;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.HostedTool.Kind;
import dev.agentservice.llm.remote.RemoteProperties.Sessions;
import dev.agentservice.llm.remote.RemoteTask;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import dev.langchain4j.agent.tool.ToolSpecification;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the requests that make and change sessions.
 *
 * @param sessions the agent and the environment that each session refers to
 */
record SessionRequests(Sessions sessions) {

	private static final long CENT = 10_000_000;

	private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");

	private static final String TOOLSET = "agent_toolset_20260401";

	/** The hosted tool that a built-in one belongs to. */
	static Kind kind(String builtIn) {
		return builtIn(Kind.WEB_SEARCH).contains(builtIn) ? Kind.WEB_SEARCH : Kind.CODE_INTERPRETER;
	}

	private static List<String> builtIn(Kind kind) {
		return switch (kind) {
			case WEB_SEARCH -> List.of("web_search");
			case CODE_INTERPRETER -> List.of("bash", "read", "write", "edit", "glob", "grep");
			case FILE_SEARCH -> List.of();
		};
	}

	/** A session that has our instructions and tools, and nothing of a conversation. */
	ObjectNode session(SessionInput input, RemoteTask task) {
		ObjectNode body = Json.object();
		ObjectNode agent = body.putObject("agent")
			.put("type", "agent_with_overrides")
			.put("id", this.sessions.agent())
			.put("model", task.request().model().name());
		if (input.instructions().isEmpty()) {
			agent.putNull("system");
		}
		else {
			agent.put("system", input.instructions());
		}
		agent.set("tools", tools(task));
		agent.putArray("mcp_servers");
		agent.putArray("skills");
		body.put("environment_id", this.sessions.environment());
		body.set("budget", budget(0, task));
		return body;
	}

	/**
	 * What a session has cost so far, in cents, rounded up.
	 * @throws MalformedAnswerException if it does not say so: no cap can be said then
	 */
	static long consumed(JsonNode session) {
		String amount = Json.text(session.path("usage").path("list_cost"), "amount");
		if (!AMOUNT.matcher(amount).matches()) {
			throw new MalformedAnswerException("a session without its cost");
		}
		return new BigDecimal(amount).setScale(0, RoundingMode.CEILING).longValueExact();
	}

	/**
	 * What a session may use from now on.
	 * @param consumed what it has cost so far, in cents
	 */
	static ObjectNode change(long consumed, RemoteTask task) {
		ObjectNode body = Json.object();
		body.set("budget", budget(consumed, task));
		body.putObject("agent").set("tools", tools(task));
		return body;
	}

	private static ObjectNode budget(long consumed, RemoteTask task) {
		ObjectNode budget = Json.object().put("type", "limit");
		budget.putObject("max_list_cost")
			.put("amount", Long.toString(consumed + task.amountNano() / CENT))
			.put("currency", "USD");
		return budget;
	}

	private static ArrayNode tools(RemoteTask task) {
		ArrayNode tools = Json.object().putArray("tools");
		Set<String> names = new TreeSet<>();
		task.hosted().stream().map(HostedTool::kind).forEach((kind) -> names.addAll(builtIn(kind)));
		if (!names.isEmpty()) {
			ObjectNode toolset = tools.addObject().put("type", TOOLSET);
			toolset.putObject("default_config").put("enabled", false);
			ArrayNode configs = toolset.putArray("configs");
			names.forEach((name) -> configs.addObject()
				.put("name", name)
				.put("enabled", true)
				.putObject("permission_policy")
				.put("type", "always_allow"));
		}
		task.request().tools().forEach((tool) -> tools.add(custom(tool)));
		return tools;
	}

	private static ObjectNode custom(ToolSpecification tool) {
		ObjectNode declared = Json.parseObject(tool.toJson());
		ObjectNode custom = Json.object().put("type", "custom").put("name", tool.name());
		String description = (declared != null) ? Json.text(declared, "description") : "";
		custom.put("description", description.isBlank() ? tool.name() : description);
		if (declared != null && declared.path("parameters").isObject()) {
			custom.set("input_schema", declared.path("parameters"));
		}
		else {
			custom.putObject("input_schema").put("type", "object").putObject("properties");
		}
		return custom;
	}

}
