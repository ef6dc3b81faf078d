package dev.agentservice.session;

import java.time.Instant;
import java.util.List;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What one run added to a conversation: the user's message, tool calls with their
 * results, and the answer.
 *
 * @param runId the run
 * @param at when it finished
 * @param messages the messages, oldest first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Turn(String runId, Instant at, List<Message> messages) {

	public Turn {
		messages = List.copyOf(messages);
	}

}
