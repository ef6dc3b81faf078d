package dev.agentservice.agent.prompt;

import java.util.List;

import dev.agentservice.llm.ModelId;
import dev.agentservice.llm.TokenCounter;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;

/**
 * How many prompt tokens a model takes, and how many messages cost.
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

}
