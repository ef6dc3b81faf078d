package dev.agentservice.session;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A part of a user's conversations, in the order of their ids.
 *
 * @param sessions the conversations
 * @param next what to give as {@code after} to get the next page; null on the last one
 */
public record SessionPage(List<SessionSummary> sessions,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {

	public SessionPage {
		sessions = List.copyOf(sessions);
	}

}
