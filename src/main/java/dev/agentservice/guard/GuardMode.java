package dev.agentservice.guard;

/**
 * What becomes of a text in which a guard finds something.
 */
public enum GuardMode {

	/** It does not pass, or not as it is. */
	BLOCK,
	/** It passes, and the run is marked. */
	FLAG,
	/** Nobody looks at it. */
	OFF

}
