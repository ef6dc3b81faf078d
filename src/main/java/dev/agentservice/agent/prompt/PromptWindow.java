package dev.agentservice.agent.prompt;

import java.util.List;

import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.token.TokenCounter;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;

/**
 * How many prompt tokens a model takes, how many messages probably have, and how many
 * they are charged for at most.
 *
 * @param tokens counts tokens
 * @param model the model whose window it is
 * @param size the prompt tokens that fit beside the answer
 * @param tools the tools that go with every prompt
 */
public record PromptWindow(TokenCounter tokens, ModelId model, int size, List<ToolSpecification> tools) {

	int costOfTools() {
		return this.tokens.estimate(this.model, List.of(), this.tools);
	}

	int cost(List<ChatMessage> messages) {
		return this.tokens.estimate(this.model, messages, List.of());
	}

	/** Whether a prompt is surely no dearer than one of so many tokens. */
	boolean surelyWithin(long affordable, List<ChatMessage> prompt) {
		return this.tokens.ceiling(this.model, prompt, this.tools) <= affordable;
	}

	/** The most tokens that a prompt can be charged for. */
	long bound(List<ChatMessage> prompt) {
		return this.tokens.upperBound(this.model, prompt, this.tools);
	}

	/** How much of that some of its messages make up. */
	long boundOf(List<ChatMessage> messages) {
		return this.tokens.upperBound(this.model, messages);
	}

}
