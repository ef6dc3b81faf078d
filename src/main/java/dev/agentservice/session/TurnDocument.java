package dev.agentservice.session;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The stored document of one turn.
 *
 * @param v the document's version
 * @param runId the run
 * @param at when it finished
 * @param messages the messages, oldest first
 */
@JsonNaming(SnakeCaseStrategy.class)
record TurnDocument(int v, String runId, Instant at, List<Message> messages) {

	TurnDocument {
		Objects.requireNonNull(runId, "runId");
		Objects.requireNonNull(at, "at");
		messages = List.copyOf(messages);
	}

}
