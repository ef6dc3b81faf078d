package dev.agentservice.rollout.control;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a rollout is.
 */
enum Phase {

	/** Replicas and measurements are made ready; the canary has no traffic. */
	@JsonProperty("preparing")
	PREPARING,
	/** The canary has a step's traffic and is judged. */
	@JsonProperty("stepping")
	STEPPING,
	/** The same, and a person has to decide. */
	@JsonProperty("held")
	HELD,
	/** Stable gets the new release. */
	@JsonProperty("promoting")
	PROMOTING,
	/** All replicas run it, and the limits still count. */
	@JsonProperty("watching")
	WATCHING,
	/** It was promoted. */
	@JsonProperty("done")
	DONE,
	/** On the way back; left only to one of the next two. */
	@JsonProperty("rolling_back")
	ROLLING_BACK,
	/** Stable has all traffic again: the release was worse. */
	@JsonProperty("rolled_back")
	ROLLED_BACK,
	/** Stable has all traffic again: a person wanted it. */
	@JsonProperty("aborted")
	ABORTED;

	/** Whether nothing follows. */
	boolean isLast() {
		return this == DONE || this == ROLLED_BACK || this == ABORTED;
	}

}
