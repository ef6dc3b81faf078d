package dev.agentservice.rollout.policy;

/**
 * How much worse than stable a release must be shown not to be before a step is passed.
 */
public enum Margins {

	/** For the first step, where little traffic is at stake. */
	LOOSE,
	/** For the steps after it. */
	TIGHT;

	/** The margins of a metric, one of each. */
	double of(double loose, double tight) {
		return (this == LOOSE) ? loose : tight;
	}

}
