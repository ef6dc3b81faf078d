package dev.agentservice.run.owner.script;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What {@code run-order} answers: how much Redis knows of what a run is to do, and for
 * whom.
 *
 * @param who tenant and user, as JSON, or null
 * @param document the run's document, or null if there is no such run
 * @param input its input, or null if it is not stored
 * @param idempotencyKey digest of the client's name for the request; empty without one
 * @param over whether it has ended and may not be continued
 * @param at when, in ms by the clock of Redis
 */
public record OrderReply(@Nullable String who, @Nullable String document, @Nullable String input, String idempotencyKey,
		boolean over, long at) {

	static OrderReply read(List<@Nullable Object> reply) {
		// A run that has not ended says nothing about another attempt.
		return new OrderReply((String) reply.get(0), (String) reply.get(1), (String) reply.get(2),
				Objects.requireNonNullElse((String) reply.get(3), ""), "".equals(reply.get(4)),
				(Long) Objects.requireNonNull(reply.get(5)));
	}

}
