package dev.agentservice.llm;

import java.util.regex.Pattern;

import dev.agentservice.llm.ModelReply.Finish;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's chat completions.
 *
 * @param plain asks for whole answers
 * @param streaming asks for streams, the usage chunk included
 * @param outputCap the name of the output cap
 * @see <a href="https://platform.openai.com/docs/api-reference/chat">Chat completions</a>
 */
record OpenAiDialect(ChatModel plain, StreamingChatModel streaming, OutputCapParameter outputCap) implements Dialect {

	/** A quote inside a JSON string is escaped, so this finds a member only. */
	private static final Pattern REFUSAL = Pattern.compile("\"refusal\"\\s*:\\s*\"");

	static OpenAiDialect of(ProviderProperties provider, HttpClientBuilder http) {
		String key = provider.apiKey().isEmpty() ? null : provider.apiKey();
		String url = provider.baseUrl().toString();
		return new OpenAiDialect(
				OpenAiChatModel.builder().httpClientBuilder(http).baseUrl(url).apiKey(key).maxRetries(0).build(),
				OpenAiStreamingChatModel.builder().httpClientBuilder(http).baseUrl(url).apiKey(key).build(),
				provider.outputCap());
	}

	@Override
	public ChatRequest translate(ModelRequest request) {
		OpenAiChatRequestParameters.Builder parameters = OpenAiChatRequestParameters.builder()
			.modelName(request.model().name());
		switch (this.outputCap) {
			case MAX_COMPLETION_TOKENS -> parameters.maxCompletionTokens(request.maxOutputTokens());
			case MAX_TOKENS -> parameters.maxOutputTokens(request.maxOutputTokens());
		}
		if (!request.tools().isEmpty()) {
			parameters.toolSpecifications(request.tools()).parallelToolCalls(true);
		}
		return ChatRequest.builder().messages(request.messages()).parameters(parameters.build()).build();
	}

	@Override
	public @Nullable Finish finish(ChatResponse response) {
		throwIfRefusal(response);
		return switch (response.finishReason()) {
			case STOP -> Finish.STOP;
			case LENGTH -> Finish.LENGTH;
			case TOOL_EXECUTION -> Finish.TOOL_CALLS;
			case CONTENT_FILTER -> Finish.CONTENT_FILTER;
			case OTHER -> Finish.STOP;
			case null -> null;
		};
	}

	/** The plain client throws by itself; the streaming one overlooks a refusal. */
	private static void throwIfRefusal(ChatResponse response) {
		if (response.aiMessage().text() == null && response.metadata() instanceof OpenAiChatResponseMetadata metadata
				&& metadata.rawServerSentEvents().stream().anyMatch((event) -> REFUSAL.matcher(event.data()).find())) {
			throw new ContentFilteredException("refusal");
		}
	}

	@Override
	public @Nullable Usage usage(ChatResponse response) {
		if (!(response.tokenUsage() instanceof OpenAiTokenUsage usage) || usage.inputTokenCount() == null) {
			return null;
		}
		OpenAiTokenUsage.InputTokensDetails details = usage.inputTokensDetails();
		Integer cached = (details != null) ? details.cachedTokens() : null;
		return new Usage(usage.inputTokenCount(), (cached != null) ? cached : 0, 0,
				(usage.outputTokenCount() != null) ? usage.outputTokenCount() : 0);
	}

}
