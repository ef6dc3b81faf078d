package dev.agentservice.run.owner;

/**
 * What a run needs on its replica, apart from its record, before it may begin. Whoever
 * waits for a session's turn leaves it to others.
 */
public interface WorkPlace {

	/** Takes it if it is free. */
	boolean take();

	/** Leaves it to others. */
	void giveBack();

}
