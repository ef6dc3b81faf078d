package dev.agentservice.llm;

import java.util.List;

import dev.agentservice.support.Deadline;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;

/**
 * One question to one model.
 *
 * @param model the model to ask
 * @param messages the prompt, instructions first
 * @param tools the tools the model may call; empty if it must answer
 * @param maxOutputTokens the cap on completion tokens sent to the provider
 * @param deadline when the answer is no longer wanted
 */
public record ModelRequest(ModelId model, List<ChatMessage> messages, List<ToolSpecification> tools,
		int maxOutputTokens, Deadline deadline) {

	public ModelRequest {
		messages = List.copyOf(messages);
		tools = List.copyOf(tools);
	}

	/** The same question with another output cap. */
	ModelRequest withMaxOutputTokens(int cap) {
		return new ModelRequest(this.model, this.messages, this.tools, cap, this.deadline);
	}

}
