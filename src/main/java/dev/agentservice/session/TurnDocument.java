package dev.agentservice.session;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The stored document of one turn.
 *
 * @param v the document's version
 * @param runId the run
 * @param at when it finished
 * @param messages the messages, oldest first
 * @param careful whether side effects may no longer be the user's wish; null from a
 * release that did not say
 * @param track the track of the replica that answered; null from a release that did not
 * say
 */
@JsonNaming(SnakeCaseStrategy.class)
record TurnDocument(int v, String runId, Instant at, List<Message> messages,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean careful,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String track) {

	TurnDocument {
		Objects.requireNonNull(runId, "runId");
		Objects.requireNonNull(at, "at");
		messages = List.copyOf(messages);
	}

}
