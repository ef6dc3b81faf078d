package dev.agentservice.run.owner.script;

/**
 * What {@code run-renew} answers.
 */
public enum RenewOutcome {

	/** The lease was renewed. */
	RUNNING,
	/** The lease was renewed, and the run is asked to stop. */
	CANCELLING,
	/** The user's data were erased. */
	ERASED,
	/** The run, or its session's turn, is no longer the owner's. */
	LOST

}
