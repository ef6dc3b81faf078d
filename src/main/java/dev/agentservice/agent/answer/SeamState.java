package dev.agentservice.agent.answer;

/**
 * Whether what the next model says fits what its client was told.
 */
enum SeamState {

	/** It is not clear yet whether it fits. */
	OPEN,
	/** It fits. */
	JOINED,
	/** It does not. */
	TORN

}
