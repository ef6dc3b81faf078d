package dev.agentservice.rollout.policy;

import java.time.Duration;

/**
 * What happens at the end of a step that has shown neither.
 *
 * @param extend for how long it is extended
 * @param times how often
 * @param then what follows
 */
public record Undecided(Duration extend, int times, Fallback then) {

	/** By how much a rollout may become longer than its steps. */
	public Duration longest() {
		return this.extend.multipliedBy(this.times);
	}

}
