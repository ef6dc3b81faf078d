package dev.agentservice.llm;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.agentservice.llm.ModelReply.Finish;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicChatRequestParameters;
import dev.langchain4j.model.anthropic.AnthropicChatResponseMetadata;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Anthropic's messages.
 *
 * @param plain asks for whole answers
 * @param streaming asks for streams
 * @see <a href="https://docs.anthropic.com/en/api/messages">Messages</a>
 */
record AnthropicDialect(ChatModel plain, StreamingChatModel streaming) implements Dialect {

	private static final JsonMapper JSON = JsonMapper.shared();

	static AnthropicDialect of(ProviderProperties provider, HttpClientBuilder http) {
		// The wire client insists on a key; a server that needs none ignores it.
		String key = provider.apiKey().isEmpty() ? "none" : provider.apiKey();
		String url = provider.baseUrl().toString();
		return new AnthropicDialect(
				AnthropicChatModel.builder().httpClientBuilder(http).baseUrl(url).apiKey(key).maxRetries(0).build(),
				AnthropicStreamingChatModel.builder().httpClientBuilder(http).baseUrl(url).apiKey(key).build());
	}

	@Override
	public ChatRequest translate(ModelRequest request) {
		AnthropicChatRequestParameters.Builder parameters = AnthropicChatRequestParameters.builder()
			.modelName(request.model().name())
			.cacheSystemMessages(true)
			.cacheTools(true)
			.maxOutputTokens(request.maxOutputTokens());
		List<ToolSpecification> tools = offeredTools(request.messages(), request.tools());
		if (!tools.isEmpty()) {
			parameters.toolSpecifications(tools);
		}
		if (!tools.isEmpty() && request.tools().isEmpty()) {
			parameters.toolChoice(ToolChoice.NONE);
		}
		List<ChatMessage> messages = CacheMark.onOlderTurns(request.messages())
			.stream()
			.map(AnthropicDialect::withJsonArguments)
			.toList();
		return ChatRequest.builder().messages(messages).parameters(parameters.build()).build();
	}

	/**
	 * The tools to send. The protocol refuses a conversation with tool calls in it if no
	 * tools are declared, so without tools those that were called before are declared,
	 * and calling them is forbidden.
	 */
	static List<ToolSpecification> offeredTools(List<ChatMessage> messages, List<ToolSpecification> tools) {
		if (!tools.isEmpty()) {
			return tools;
		}
		return messages.stream()
			.flatMap(AnthropicDialect::toolCalls)
			.map(ToolExecutionRequest::name)
			.distinct()
			.map((name) -> ToolSpecification.builder().name(name).build())
			.toList();
	}

	private static Stream<ToolExecutionRequest> toolCalls(ChatMessage message) {
		return (message instanceof AiMessage ai) ? ai.toolExecutionRequests().stream() : Stream.empty();
	}

	/** Arguments go onto the wire as they are, so bad ones would break the request. */
	private static ChatMessage withJsonArguments(ChatMessage message) {
		if (message instanceof AiMessage ai && ai.hasToolExecutionRequests()) {
			return ai.toBuilder()
				.toolExecutionRequests(toolCalls(ai).map(AnthropicDialect::withJsonArguments).toList())
				.build();
		}
		return message;
	}

	private static ToolExecutionRequest withJsonArguments(ToolExecutionRequest call) {
		String arguments = Objects.requireNonNullElse(call.arguments(), "{}");
		if (arguments.isBlank() || parse(arguments).isObject()) {
			return call;
		}
		String wrapped = JSON.createObjectNode().put("malformed", arguments).toString();
		return ToolExecutionRequest.builder().id(call.id()).name(call.name()).arguments(wrapped).build();
	}

	@Override
	public @Nullable Finish finish(ChatResponse response) {
		return switch (response.finishReason()) {
			case STOP -> Finish.STOP;
			case LENGTH -> Finish.LENGTH;
			case TOOL_EXECUTION -> Finish.TOOL_CALLS;
			case CONTENT_FILTER -> Finish.CONTENT_FILTER;
			case OTHER -> rareFinish(stopReason(response));
			case null -> null;
		};
	}

	/** Reasons that the wire client lumps together. */
	private static Finish rareFinish(String stopReason) {
		return switch (stopReason) {
			case "refusal" -> Finish.CONTENT_FILTER;
			case "model_context_window_exceeded", "pause_turn" -> Finish.LENGTH;
			default -> Finish.STOP;
		};
	}

	private static String stopReason(ChatResponse response) {
		AnthropicChatResponseMetadata metadata = (AnthropicChatResponseMetadata) response.metadata();
		List<ServerSentEvent> events = metadata.rawServerSentEvents();
		if (events == null || events.isEmpty()) {
			return parse(metadata.rawHttpResponse().body()).path("stop_reason").asString("");
		}
		return events.stream()
			.filter((event) -> "message_delta".equals(event.event()))
			.map((event) -> parse(event.data()).path("delta").path("stop_reason").asString(""))
			.reduce("", (_, last) -> last);
	}

	private static JsonNode parse(String json) {
		try {
			return JSON.readTree(json);
		}
		catch (JacksonException _) {
			return JSON.missingNode();
		}
	}

	/**
	 * The protocol counts prompt tokens read from or written to its cache apart from the
	 * others.
	 */
	@Override
	public @Nullable Usage usage(ChatResponse response) {
		if (!(response.tokenUsage() instanceof AnthropicTokenUsage usage)) {
			return null;
		}
		long cached = count(usage.cacheReadInputTokens());
		long written = count(usage.cacheCreationInputTokens());
		long input = count(usage.inputTokenCount()) + cached + written;
		return (input > 0) ? new Usage(input, cached, written, count(usage.outputTokenCount())) : null;
	}

	private static long count(@Nullable Integer tokens) {
		return (tokens != null) ? tokens : 0;
	}

}
