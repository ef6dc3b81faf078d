package dev.agentservice.simulator.anthropic;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.OfferedTool;
import dev.agentservice.simulator.chat.Options;
import dev.agentservice.simulator.chat.Options.ToolChoice;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.Thoughts;
import dev.agentservice.simulator.chat.Turn;
import dev.agentservice.simulator.http.HttpRequest;
import tools.jackson.databind.JsonNode;

/**
 * Reads a request for a message.
 */
final class AnthropicRequest {

	private AnthropicRequest() {
	}

	static ChatCall read(HttpRequest request, Thoughts thoughts) throws Refusal {
		AnthropicErrors.demandHeaders(request);
		JsonNode body = Json.parseObject(request.body())
			.orElseThrow(() -> AnthropicErrors.invalid("The request body is not valid JSON"));
		AnthropicRules.check(body, thoughts);
		List<OfferedTool> tools = body.path("tools").valueStream().map(AnthropicRequest::tool).toList();
		List<Turn> turns = new ArrayList<>();
		if (body.has("system")) {
			turns.add(new Turn.Instructions(AnthropicContent.text(body.path("system"))));
		}
		body.path("messages").forEach((message) -> addTurns(turns, message));
		return new ChatCall(body.path("model").asString(), turns, tools, options(body),
				new AnthropicPrompt(body).segments(tools), body, request.headers());
	}

	private static OfferedTool tool(JsonNode tool) {
		return new OfferedTool(tool.path("name").asString(""), tool.path("description").asString(""),
				tool.path("input_schema"));
	}

	private static void addTurns(List<Turn> turns, JsonNode message) {
		String text = AnthropicContent.text(message.path("content"));
		if (message.path("role").asString("").equals("assistant")) {
			turns.add(new Turn.Assistant(text,
					AnthropicContent.blocks(message, "tool_use").map(AnthropicContent::call).toList()));
			return;
		}
		AnthropicContent.blocks(message, "tool_result")
			.forEach((block) -> turns.add(new Turn.ToolResult(block.path("tool_use_id").asString(""),
					AnthropicContent.text(block.path("content")))));
		if (!text.isEmpty()) {
			turns.add(new Turn.User(text));
		}
	}

	private static Options options(JsonNode body) {
		JsonNode choice = body.path("tool_choice");
		ToolChoice toolChoice = switch (choice.path("type").asString("auto")) {
			case "none" -> ToolChoice.NONE;
			case "any", "tool" -> ToolChoice.REQUIRED;
			default -> ToolChoice.AUTO;
		};
		return new Options(toolChoice, !choice.path("disable_parallel_tool_use").asBoolean(false),
				body.path("max_tokens").asInt(), body.path("stream").asBoolean(false), true);
	}

}
