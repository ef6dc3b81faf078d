package dev.agentservice.run.owner.waiting;

/**
 * What {@code run-expire} answers.
 */
public enum ExpireOutcome {

	/** There is no such run. */
	GONE,
	/** It has ended, now or before. */
	OVER,
	/** There is no reason to end it. */
	KEPT

}
