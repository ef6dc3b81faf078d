package dev.agentservice.rollout.policy;

import java.time.Duration;

/**
 * One step of a rollout.
 *
 * @param weight the canary's traffic in percent, 1 to 99
 * @param hold how long it is judged before the next step
 * @param margins what it has to show
 * @param approve whether a person has to promote it as well
 */
public record PolicyStep(int weight, Duration hold, Margins margins, boolean approve) {
}
