package dev.agentservice.llm.wire;

import java.util.List;
import java.util.function.Function;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import org.jspecify.annotations.Nullable;

/**
 * A request to a model, before it is written for a protocol.
 *
 * @param model the model's name as its provider knows it
 * @param messages the conversation, instructions first
 * @param tools the tools the model may call
 * @param opaque finds the part that this provider requires back with a message of its
 * model, as JSON; null where there is none
 */
public record Question(String model, List<ChatMessage> messages, List<ToolSpecification> tools,
		Function<AiMessage, @Nullable String> opaque) {
}
