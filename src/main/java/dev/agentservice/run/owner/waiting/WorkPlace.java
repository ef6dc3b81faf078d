package dev.agentservice.run.owner.waiting;

/**
 * What a run needs on its replica, apart from its record, before it may begin. A run that
 * waits for a session's turn releases it.
 */
public interface WorkPlace {

	/** Takes it if it is free. */
	boolean take();

	/** Releases it. */
	void giveBack();

}
