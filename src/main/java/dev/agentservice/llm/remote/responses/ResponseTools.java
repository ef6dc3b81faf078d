package dev.agentservice.llm.remote.responses;

import java.util.List;

import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.RemoteTask;
import dev.agentservice.llm.wire.Json;
import dev.langchain4j.agent.tool.ToolSpecification;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Declares tools in requests for responses.
 */
final class ResponseTools {

	private ResponseTools() {
	}

	/** Adds the tools that may be called, hosted ones and ours. */
	static void addTo(ObjectNode body, RemoteTask task) {
		if (task.request().tools().isEmpty() && task.hosted().isEmpty()) {
			return;
		}
		ArrayNode tools = body.putArray("tools");
		task.hosted().forEach((tool) -> tools.add(hosted(tool)));
		task.request().tools().forEach((tool) -> tools.add(function(tool)));
		if (!task.hosted().isEmpty()) {
			body.put("max_tool_calls", task.hostedCalls());
		}
	}

	private static ObjectNode hosted(HostedTool tool) {
		ObjectNode declared = Json.object().put("type", tool.kind().label());
		switch (tool.kind()) {
			case WEB_SEARCH -> {
				// It needs no more.
			}
			case FILE_SEARCH -> declared.putArray("vector_store_ids").add(tool.argument());
			case CODE_INTERPRETER -> {
				ObjectNode container = declared.putObject("container").put("type", "auto");
				if (!tool.argument().isEmpty()) {
					container.put("memory_limit", tool.argument());
				}
			}
		}
		return declared;
	}

	/** Schemas of tools are not written for the strict form, which is the default. */
	private static ObjectNode function(ToolSpecification tool) {
		ObjectNode function = Json.object().put("type", "function");
		ObjectNode declared = Json.parseObject(tool.toJson());
		for (String member : List.of("name", "description", "parameters")) {
			if (declared != null && declared.has(member)) {
				function.set(member, declared.path(member));
			}
		}
		return function.put("strict", false);
	}

}
