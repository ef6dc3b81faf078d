package dev.agentservice.rollout.policy;

import java.time.Duration;

/**
 * What no release may exceed, whatever stable does.
 *
 * @param errorRate the share of failed runs
 * @param crashes restarts of the canary's replicas
 * @param crashWindow within this time
 */
public record Limits(double errorRate, int crashes, Duration crashWindow) {
}
