package dev.agentservice.rollout.sample;

/**
 * A step of the rollout as it was.
 *
 * @param weight the canary's traffic in percent
 * @param seconds how long it lasted
 * @param passed whether it was passed while the rollout went on: its end is not judged
 * again
 */
public record ReplayStep(double weight, double seconds, boolean passed) {

	/** A step whose end is judged. */
	public ReplayStep(double weight, double seconds) {
		this(weight, seconds, false);
	}

}
