package dev.agentservice.guard.evaluate.report;

/**
 * What became of a case.
 */
public enum Verdict {

	/** It was refused, or would have come with a warning. */
	BLOCKED,
	/** It was let in, and marked. */
	SUSPICIOUS,
	/** It was let in. */
	PASSED,
	/** Nobody was asked. */
	NOT_ASKED

}
