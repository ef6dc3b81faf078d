package dev.agentservice.session;

import java.time.Instant;
import java.util.List;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A conversation with the turns that are still kept.
 *
 * @param id the id the client gave it
 * @param agent the agent that answered last
 * @param createdAt when its first turn finished
 * @param updatedAt when its latest turn finished
 * @param turns the turns, oldest first
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Session(String id, String agent, Instant createdAt, Instant updatedAt, List<Turn> turns) {

	public Session {
		turns = List.copyOf(turns);
	}

}
