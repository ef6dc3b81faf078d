package dev.agentservice.session;

import java.time.Instant;
import java.util.Objects;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The stored document about a session as a whole.
 *
 * @param v the document's version
 * @param agent the agent that answered last
 * @param createdAt when the first turn finished
 * @param updatedAt when the latest turn finished
 * @param turns the number of the latest turn
 */
@JsonNaming(SnakeCaseStrategy.class)
record SessionHead(int v, String agent, Instant createdAt, Instant updatedAt, int turns) {

	SessionHead {
		Objects.requireNonNull(agent, "agent");
		Objects.requireNonNull(createdAt, "createdAt");
		Objects.requireNonNull(updatedAt, "updatedAt");
		if (turns < 1) {
			throw new IllegalArgumentException("A session begins with its first turn");
		}
	}

}
