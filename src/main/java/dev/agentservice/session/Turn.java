package dev.agentservice.session;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What one run added to a conversation: the user's message, tool calls with their
 * results, and the answer.
 *
 * @param runId the run
 * @param at when it finished
 * @param messages the messages, oldest first
 * @param careful whether side effects may no longer be a user's wish once this turn is
 * over: it, or a turn before it, was suspicious or has read what a third party may have
 * written. Null from a release that did not say
 * @param track the track of the replica that answered; null from a release that did not
 * say
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Turn(String runId, Instant at, List<Message> messages,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean careful, @JsonIgnore @Nullable String track) {

	public Turn {
		messages = List.copyOf(messages);
	}

	/** A turn that does not say who answered. */
	public Turn(String runId, Instant at, List<Message> messages, @Nullable Boolean careful) {
		this(runId, at, messages, careful, null);
	}

	/** The same question of any turn: one that does not say is judged by its results. */
	public boolean leavesCareful() {
		return (this.careful != null) ? this.careful : this.messages.stream()
			.anyMatch((message) -> message instanceof Message.ToolResult result && result.holdsThirdPartyContent());
	}

}
