package dev.agentservice.llm;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import org.jspecify.annotations.Nullable;

/**
 * One provider's wire clients, and what its protocol says differently from the other.
 */
sealed interface Dialect permits OpenAiDialect, AnthropicDialect {

	ChatModel plain();

	StreamingChatModel streaming();

	/** Our question in the protocol's terms. */
	ChatRequest translate(ModelRequest request);

	/** Why the model stopped; null if the provider did not say. */
	ModelReply.@Nullable Finish finish(ChatResponse response);

	/** The tokens the provider reported, null if it reported none. */
	@Nullable Usage usage(ChatResponse response);

}
