package dev.agentservice.simulator.chat;

import dev.agentservice.simulator.usage.PromptTokens;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call's answer, ready to be written in a protocol.
 *
 * @param id the answer's id
 * @param call the call
 * @param generation what the model says
 * @param prompt the prompt's tokens as they are reported; null if the provider keeps
 * silent about usage
 * @param ending the reason to stop that is told in place of the true one; null for the
 * true one
 * @param claim the usage that is reported in place of the true one; null for the true one
 */
public record Completion(String id, ChatCall call, Generation generation, @Nullable PromptTokens prompt,
		@Nullable String ending, @Nullable ObjectNode claim) {

}
