package dev.agentservice.knowledge.manifest;

/**
 * Whether a version has become the one that counts.
 */
public enum SwitchOutcome {

	/** It has. */
	SWITCHED,
	/** It has not: another writer or a deletion came in between. */
	LOST,
	/** It has not: the collection has as many documents as it may have by now. */
	MANY_DOCUMENTS,
	/** It has not: the collection would have more passages than it may. */
	MANY_PASSAGES,
	/** It has not: the collection would take more bytes than it may. */
	MANY_BYTES

}
