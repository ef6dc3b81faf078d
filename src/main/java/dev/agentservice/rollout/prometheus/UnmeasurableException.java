package dev.agentservice.rollout.prometheus;

/**
 * Prometheus has not said what the replicas counted, or has said something that cannot be
 * judged. It says nothing about the release.
 */
public final class UnmeasurableException extends Exception {

	/**
	 * Something is missing.
	 * @param message what, for people
	 */
	public UnmeasurableException(String message) {
		super(message);
	}

}
