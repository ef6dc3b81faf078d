package dev.agentservice.rollout.sample;

/**
 * A step of the rollout as it was.
 *
 * @param weight the canary's traffic in percent
 * @param seconds how long it lasted
 */
public record ReplayStep(double weight, double seconds) {
}
