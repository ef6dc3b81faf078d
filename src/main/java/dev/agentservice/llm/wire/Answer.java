package dev.agentservice.llm.wire;

import dev.langchain4j.data.message.AiMessage;
import org.jspecify.annotations.Nullable;

/**
 * An answer that its model has ended.
 *
 * @param message its text and its tool calls
 * @param opaque the part that the provider requires back with it, as JSON; null if there
 * is none
 * @param ending why it ended
 */
public record Answer(AiMessage message, @Nullable String opaque, Ending ending) {
}
