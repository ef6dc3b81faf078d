package dev.agentservice.run.record;

import dev.agentservice.identity.UserTag;

/**
 * Looks after runs whose owner's lease has passed.
 */
@FunctionalInterface
public interface LapsedRuns {

	/**
	 * Ends such a run, or has it wait for another owner. Changes nothing about any other.
	 * Never fails: what cannot be done now is done later.
	 */
	void lookAfter(UserTag user, String runId);

}
