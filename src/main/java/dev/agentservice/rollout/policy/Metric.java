package dev.agentservice.rollout.policy;

import java.util.Locale;

/**
 * What is compared between the two tracks.
 */
public enum Metric {

	/** Failed runs among those that succeeded or failed. */
	ERRORS(true),
	/** Seconds of the runs that succeeded. */
	LATENCY(false),
	/** Seconds to the first piece of the answer. */
	FIRST(false),
	/** USD of a run. */
	COST(false),
	/** Failed calls of a tool. */
	TOOLS(true),
	/** Answers that were cut at the token limit, among the runs that succeeded. */
	TRUNCATED(true),
	/** Refused runs among those that succeeded, failed or were refused. */
	REJECTIONS(true),
	/** Runs whose task the user had just sent, among those that succeeded or failed. */
	REPEATS(true);

	private final boolean share;

	Metric(boolean share) {
		this.share = share;
	}

	/** Its name in the policy and in verdicts. */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Whether it is a share of trials; else it is the distribution of a histogram. */
	public boolean isShare() {
		return this.share;
	}

	/**
	 * Whether its values are times. A process that has just started is slower, so they
	 * are not compared at first.
	 */
	public boolean isTime() {
		return this == LATENCY || this == FIRST;
	}

}
