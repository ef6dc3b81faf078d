package dev.agentservice.knowledge.manifest;

/**
 * Whether a document was deleted.
 */
public enum DropOutcome {

	/** It was. */
	DROPPED,
	/** There is none. */
	ABSENT,
	/** It has another version than was expected. */
	MISMATCH

}
