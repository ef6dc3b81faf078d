package dev.agentservice.rollout.policy;

/**
 * What becomes of a rollout that cannot be decided.
 */
public enum Fallback {

	/** The traffic stays as it is until a person decides. */
	HOLD,
	/** Stable gets all traffic again. */
	ROLLBACK

}
