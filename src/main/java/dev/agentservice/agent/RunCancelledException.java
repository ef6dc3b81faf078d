package dev.agentservice.agent;

/**
 * The run was stopped from outside before it had an answer.
 */
public final class RunCancelledException extends RuntimeException {

	private final Cancellation.Reason reason;

	RunCancelledException(Cancellation.Reason reason) {
		super("Run cancelled: " + reason);
		this.reason = reason;
	}

	public Cancellation.Reason reason() {
		return this.reason;
	}

}
