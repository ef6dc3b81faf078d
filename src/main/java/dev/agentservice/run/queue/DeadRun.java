package dev.agentservice.run.queue;

import java.time.Instant;

import dev.agentservice.identity.UserTag;

/**
 * A run that was given up, because each owner was lost without a new step.
 *
 * @param user whose run
 * @param run its id
 * @param since when it was given up
 */
public record DeadRun(UserTag user, String run, Instant since) {

	/** As {@code queue-dead-list} answers. */
	static DeadRun of(String member, String millis) {
		int end = member.indexOf(' ');
		return new DeadRun(new UserTag(member.substring(0, end)), member.substring(end + 1),
				Instant.ofEpochMilli(Long.parseLong(millis)));
	}

}
