package dev.agentservice.run.owner.script;

/**
 * What {@code run-intend} answers.
 */
public enum IntentOutcome {

	/** The intents are stored, and the calls may be made. */
	STORED,
	/** They are not: the user's data were erased since the run was admitted. */
	ERASED,
	/** They are not: the run has another owner, or none any more. */
	FENCED_OFF,
	/** They are not: the run was asked to stop. */
	CANCELLING,
	/** They are not: what comes before them is missing. */
	GAP

}
