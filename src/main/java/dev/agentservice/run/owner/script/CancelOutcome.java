package dev.agentservice.run.owner.script;

/**
 * What {@code run-cancel} answers.
 */
public enum CancelOutcome {

	/** There is no such run. */
	GONE,
	/** It has ended. */
	OVER,
	/** Its owner is gone, and somebody has to end it. */
	LAPSED,
	/** Its owner is asked to stop. */
	CANCELLING,
	/** It waited for an owner, and has ended. */
	CANCELLED

}
