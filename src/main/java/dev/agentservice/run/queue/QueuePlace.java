package dev.agentservice.run.queue;

/**
 * What {@code queue-where} answers.
 */
public enum QueuePlace {

	/** It is not in the queue; if it is to begin, it has to be offered. */
	NONE,
	/** It waits for a place in its lane. */
	BACKLOG,
	/** It waits in its lane. */
	LANE,
	/** A replica has taken it, a moment ago. */
	TAKEN,
	/**
	 * A replica has taken it a while ago. If it has an owner, that is at work; if it is
	 * still queued, its replica is gone, and it has to be released.
	 */
	STUCK

}
