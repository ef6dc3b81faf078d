package dev.agentservice.run.queue;

import java.time.Duration;

import dev.agentservice.identity.UserTag;

/**
 * A run that this replica took from its lane. It is not owned before it is claimed.
 *
 * @param entry its entry in the lane, which proves to {@link RunQueue#release} that it is
 * still the one that was taken
 * @param run its id
 * @param user whose run
 * @param tenant the tag of the user's tenant
 * @param track the track of the lane
 * @param announcement its entry in the list of live runs
 * @param waited how long it could have begun and did not
 */
public record TakenRun(String entry, String run, UserTag user, String tenant, String track, String announcement,
		Duration waited) {

}
