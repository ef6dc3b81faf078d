package dev.agentservice.simulator.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.OfferedTool;
import dev.agentservice.simulator.chat.Options;
import dev.agentservice.simulator.chat.Options.ToolChoice;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.Turn;
import dev.agentservice.simulator.http.HttpRequest;
import dev.agentservice.simulator.usage.Segment;
import dev.agentservice.simulator.usage.Tokenizer;
import tools.jackson.databind.JsonNode;

/**
 * Reads a request for a chat completion.
 */
final class OpenAiRequest {

	private OpenAiRequest() {
	}

	static ChatCall read(HttpRequest request, OpenAiDialect dialect) throws Refusal {
		dialect.authenticate(request);
		JsonNode body = Json.parseObject(request.body())
			.orElseThrow(() -> OpenAiErrors.invalid("We could not parse the JSON body of your request.", null, null));
		dialect.check(body);
		List<JsonNode> messages = body.path("messages").valueStream().toList();
		List<OfferedTool> tools = body.path("tools").valueStream().map(OpenAiRequest::tool).toList();
		List<Segment> prompt = new ArrayList<>();
		tools.forEach((tool) -> prompt.add(new Segment(tool.identity(), tool.tokens(), false)));
		messages.forEach((message) -> prompt.add(segment(message)));
		return new ChatCall(body.path("model").asString(), messages.stream().map(OpenAiRequest::turn).toList(), tools,
				options(body), prompt, body, request.headers());
	}

	private static OfferedTool tool(JsonNode tool) {
		JsonNode function = tool.path("function");
		return new OfferedTool(function.path("name").asString(""), function.path("description").asString(""),
				function.path("parameters"));
	}

	private static Turn turn(JsonNode message) {
		String text = OpenAiContent.text(message);
		return switch (message.path("role").asString("")) {
			case "user" -> new Turn.User(text);
			case "assistant" -> new Turn.Assistant(text, OpenAiContent.calls(message));
			case "tool" -> new Turn.ToolResult(message.path("tool_call_id").asString(""), text);
			default -> new Turn.Instructions(text);
		};
	}

	private static Segment segment(JsonNode message) {
		Stream<String> calls = OpenAiContent.calls(message)
			.stream()
			.flatMap((call) -> Stream.of(call.name(), call.arguments()));
		int tokens = Stream
			.concat(calls,
					Stream.of(OpenAiContent.text(message), OpenAiContent.thought(message),
							message.path("name").asString("")))
			.mapToInt(Tokenizer::count)
			.sum();
		return new Segment(Json.text(message), Segment.PER_MESSAGE + tokens, false);
	}

	private static Options options(JsonNode body) {
		int cap = body.path("max_completion_tokens").asInt(body.path("max_tokens").asInt(Integer.MAX_VALUE));
		JsonNode choice = body.path("tool_choice");
		ToolChoice toolChoice = switch (choice.isObject() ? "required" : choice.asString("auto")) {
			case "none" -> ToolChoice.NONE;
			case "required" -> ToolChoice.REQUIRED;
			default -> ToolChoice.AUTO;
		};
		return new Options(toolChoice, body.path("parallel_tool_calls").asBoolean(true), cap,
				body.path("stream").asBoolean(false),
				body.path("stream_options").path("include_usage").asBoolean(false));
	}

}
