package dev.agentservice.run.event.store;

import dev.agentservice.identity.UserTag;

/**
 * The writer of a run's log.
 *
 * @param user whose run
 * @param runId the run
 * @param epoch the user's epoch at admission
 * @param attempt the fencing token
 */
public record LogOwner(UserTag user, String runId, String epoch, int attempt) {

}
