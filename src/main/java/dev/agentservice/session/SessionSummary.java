package dev.agentservice.session;

import java.time.Instant;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A conversation in a list.
 *
 * @param id the id the client gave it
 * @param agent the agent that answered last
 * @param createdAt when its first turn finished
 * @param updatedAt when its latest turn finished
 * @param turns how many turns it has had, those no longer kept included
 */
@JsonNaming(SnakeCaseStrategy.class)
record SessionSummary(String id, String agent, Instant createdAt, Instant updatedAt, int turns) {

}
