package dev.agentservice.llm.wire;

/**
 * An invalid answer: it breaks its protocol, or its model did not end it. The message
 * never quotes it.
 */
public final class MalformedAnswerException extends RuntimeException {

	public MalformedAnswerException(String message) {
		super(message);
	}

}
