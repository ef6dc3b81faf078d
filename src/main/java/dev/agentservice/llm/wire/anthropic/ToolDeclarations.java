package dev.agentservice.llm.wire.anthropic;

import java.util.List;

import dev.agentservice.llm.wire.Conversation;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.Question;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The declarations of the tools that a question offers or speaks of.
 */
record ToolDeclarations(Question question, Conversation conversation) {

	/**
	 * The protocol refuses a conversation with tool calls in it if no tools are declared,
	 * so without tools those that were called before are declared, and their calls are
	 * forbidden.
	 */
	void addTo(ObjectNode body) {
		List<ObjectNode> tools = this.question.tools().isEmpty() ? calledTools()
				: this.question.tools().stream().map((tool) -> tool(Json.parseObject(tool.toJson()))).toList();
		if (tools.isEmpty()) {
			return;
		}
		AnthropicRequest.mark(tools.getLast());
		body.putArray("tools").addAll(tools);
		if (this.question.tools().isEmpty()) {
			body.putObject("tool_choice").put("type", "none");
		}
	}

	private List<ObjectNode> calledTools() {
		return this.conversation.toolNames().map((name) -> tool(Json.object().put("name", name))).toList();
	}

	private static ObjectNode tool(@Nullable ObjectNode declared) {
		ObjectNode tool = Json.object();
		JsonNode from = (declared != null) ? declared : Json.missing();
		tool.put("name", Json.text(from, "name"));
		if (from.has("description")) {
			tool.put("description", Json.text(from, "description"));
		}
		JsonNode schema = from.path("parameters");
		tool.set("input_schema", schema.isObject() ? schema : emptySchema());
		return tool;
	}

	private static ObjectNode emptySchema() {
		ObjectNode schema = Json.object().put("type", "object");
		schema.putObject("properties");
		return schema;
	}

}
