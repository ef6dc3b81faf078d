package dev.agentservice.run.owner.script;

/**
 * What {@code run-reap} answers.
 */
public enum ReapOutcome {

	/** There is no such run. */
	GONE,
	/** It had ended before. */
	OVER,
	/** It has ended now, because its owner was gone. */
	REAPED,
	/** Its owner is at work. */
	OWNED

}
