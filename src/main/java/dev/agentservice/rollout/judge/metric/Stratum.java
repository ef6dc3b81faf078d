package dev.agentservice.rollout.judge.metric;

import dev.agentservice.rollout.policy.Margins;
import dev.agentservice.rollout.sample.series.EventCount;

/**
 * Trials and events that are compared with their like only.
 *
 * @param name the agent, or the tool
 * @param count its counters
 * @param tolerated the log odds ratio up to which the canary may be worse
 * @param loose the log odds ratio that must be refuted in the first step
 * @param tight the same in later steps
 */
record Stratum(String name, EventCount count, double tolerated, double loose, double tight) {

	/** The log odds ratio that must be refuted. */
	double margin(Margins margins) {
		return (margins == Margins.LOOSE) ? this.loose : this.tight;
	}

}
