package dev.agentservice.tool;

/**
 * What becomes of a call with side effects that was under way when its replica was lost:
 * whether it took effect is unknown.
 */
public enum InDoubt {

	/** It is not made again; the model is told that it may have taken effect. */
	TELL,
	/** A person decides. Not available yet: it stops the start. */
	ASK,
	/**
	 * It is made again with the same key ({@link ToolContext#idempotencyKey()}), by which
	 * the backend recognises it.
	 */
	RETRY,
	/** The tool is asked: see {@link ToolCheck}. */
	CHECK

}
