package dev.agentservice.run.record;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.redis.StoreUnavailableException;

/**
 * Looks after runs whose owner's lease has passed.
 */
@FunctionalInterface
public interface LapsedRuns {

	/**
	 * Ends such a run, or has it wait for another owner. Changes nothing about any other.
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	void lookAfter(UserTag user, String runId);

}
