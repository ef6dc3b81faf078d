package dev.agentservice.rollout.policy;

import java.time.Duration;

/**
 * What happens when a release cannot be measured.
 *
 * @param grace how long the measurement may be missing
 * @param then what follows
 */
public record Unmeasured(Duration grace, Fallback then) {
}
