package dev.agentservice.guard.injection;

/**
 * There was no time to look for all rules.
 */
final class TooSlowException extends RuntimeException {

	TooSlowException() {
		super("the deadline passed before all rules were looked for");
	}

}
