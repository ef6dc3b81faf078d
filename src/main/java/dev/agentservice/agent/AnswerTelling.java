package dev.agentservice.agent;

/**
 * How a client is told the answer.
 */
public enum AnswerTelling {

	/** Whole, once it is there. */
	WHOLE,
	/** Piece by piece; what was told can be taken back by an event. */
	REVOCABLE,
	/** Piece by piece; what was told stands, since the protocol cannot take it back. */
	APPEND_ONLY;

	/** Whether the answer is read from the provider as it is written. */
	boolean isStreamed() {
		return this != WHOLE;
	}

}
