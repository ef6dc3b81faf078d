package dev.agentservice.rollout.control;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a rollout is.
 */
public enum Phase {

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
	public boolean isLast() {
		return this == DONE || this == ROLLED_BACK || this == ABORTED;
	}

	/**
	 * How {@code scripts/rollout} ends.
	 */
	public static final class ExitStatus {

		/** All replicas run the new release. */
		public static final int PROMOTED = 0;

		/** It was worse. */
		public static final int ROLLED_BACK = 1;

		/** Wrong arguments, or a wrong policy. */
		public static final int USAGE = 2;

		/** Stopped while a person has to decide. */
		public static final int HELD = 3;

		/** It could not go on. */
		public static final int ERROR = 4;

		/** A person wanted it. */
		public static final int ABORTED = 5;

		/** Another controller holds the lease. */
		public static final int ANOTHER_CONTROLLER = 6;

		private ExitStatus() {
		}

		/** That of a phase which nothing follows. */
		static int of(Phase phase) {
			return switch (phase) {
				case DONE -> PROMOTED;
				case ROLLED_BACK -> ROLLED_BACK;
				case ABORTED -> ABORTED;
				case HELD -> HELD;
				case PREPARING, STEPPING, PROMOTING, WATCHING, ROLLING_BACK -> ERROR;
			};
		}

	}

}
