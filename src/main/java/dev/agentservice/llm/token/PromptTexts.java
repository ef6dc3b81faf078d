package dev.agentservice.llm.token;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.llm.model.OpaquePart;
import dev.agentservice.llm.wire.ToolArguments;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import org.jspecify.annotations.Nullable;

/**
 * Every text in a prompt that a provider can bill for.
 */
final class PromptTexts {

	private final List<String> texts = new ArrayList<>();

	private final String provider;

	private PromptTexts(String provider) {
		this.provider = provider;
	}

	/**
	 * The texts of a prompt for that provider: only its own opaque parts are sent to it.
	 */
	static List<String> of(String provider, List<ChatMessage> messages) {
		PromptTexts prompt = new PromptTexts(provider);
		messages.forEach(prompt::add);
		return prompt.texts;
	}

	static Stream<ToolExecutionRequest> toolCalls(List<ChatMessage> messages) {
		return messages.stream()
			.flatMap((message) -> (message instanceof AiMessage ai) ? ai.toolExecutionRequests().stream()
					: Stream.empty());
	}

	private void add(ChatMessage message) {
		switch (message) {
			case SystemMessage system -> add(system.text());
			case UserMessage user -> {
				add(user.name());
				user.contents().forEach(this::add);
			}
			case AiMessage ai -> {
				add(ai.text());
				add(ai.thinking());
				ai.toolExecutionRequests().forEach(this::add);
				OpaquePart opaque = OpaquePart.of(ai);
				add((opaque != null && opaque.isOf(this.provider)) ? opaque.json() : null);
			}
			case ToolExecutionResultMessage result -> {
				add(result.id());
				add(result.toolName());
				result.contents().forEach(this::add);
			}
			default -> throw new IllegalArgumentException("no text: " + message.type());
		}
	}

	private void add(ToolExecutionRequest call) {
		add(call.id());
		add(call.name());
		// As on a wire that takes no others.
		add(ToolArguments.legal(call.arguments()));
	}

	private void add(Content content) {
		if (!(content instanceof TextContent text)) {
			throw new IllegalArgumentException("no text: " + content.type());
		}
		add(text.text());
	}

	private void add(@Nullable String text) {
		if (text != null && !text.isEmpty()) {
			this.texts.add(text);
		}
	}

}
