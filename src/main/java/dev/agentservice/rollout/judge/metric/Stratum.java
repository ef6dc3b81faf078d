package dev.agentservice.rollout.judge.metric;

import dev.agentservice.rollout.policy.Margins;

/**
 * Trials and events that are compared with their like only.
 *
 * @param counted its counters
 * @param tolerated the log odds ratio up to which the canary may be worse
 * @param loose the log odds ratio that must be refuted in the first step
 * @param tight the same in later steps
 */
record Stratum(Counted counted, double tolerated, double loose, double tight) {

	/** The agent, or the tool. */
	String name() {
		return this.counted.name();
	}

	/** The log odds ratio that must be refuted. */
	double margin(Margins margins) {
		return (margins == Margins.LOOSE) ? this.loose : this.tight;
	}

}
