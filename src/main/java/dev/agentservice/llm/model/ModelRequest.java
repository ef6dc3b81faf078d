package dev.agentservice.llm.model;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.support.Deadline;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import org.jspecify.annotations.Nullable;

/**
 * One request to one model.
 *
 * @param model the model
 * @param messages the prompt, instructions first
 * @param tools the tools the model may call; empty if it must answer
 * @param maxOutputTokens the cap on completion tokens sent to the provider
 * @param deadline of the answer
 * @param reasoning how much to think; null for the model's own default
 * @param limits how long the call may take
 */
public record ModelRequest(ModelId model, List<ChatMessage> messages, List<ToolSpecification> tools,
		int maxOutputTokens, Deadline deadline, @Nullable Reasoning reasoning, CallLimits limits) {

	public ModelRequest {
		messages = List.copyOf(messages);
		tools = List.copyOf(tools);
	}

	/** A request with the time limits of its provider's settings. */
	public ModelRequest(ModelId model, List<ChatMessage> messages, List<ToolSpecification> tools, int maxOutputTokens,
			Deadline deadline, @Nullable Reasoning reasoning) {
		this(model, messages, tools, maxOutputTokens, deadline, reasoning, CallLimits.NONE);
	}

	/** A request to a model that thinks as much as it does by default. */
	public ModelRequest(ModelId model, List<ChatMessage> messages, List<ToolSpecification> tools, int maxOutputTokens,
			Deadline deadline) {
		this(model, messages, tools, maxOutputTokens, deadline, null);
	}

	/** The same request after the model had begun to answer it. */
	public ModelRequest after(AiMessage begun) {
		List<ChatMessage> longer = new ArrayList<>(this.messages);
		longer.add(begun);
		return new ModelRequest(this.model, longer, this.tools, this.maxOutputTokens, this.deadline, this.reasoning,
				this.limits);
	}

	/** The same request with another output cap. */
	public ModelRequest withMaxOutputTokens(int cap) {
		return new ModelRequest(this.model, this.messages, this.tools, cap, this.deadline, this.reasoning, this.limits);
	}

}
