package dev.agentservice.run.record;

import java.util.Locale;

/**
 * What became of something that a run's owner wrote, as {@code run-append} and
 * {@code run-step} answer.
 */
public enum WriteOutcome {

	/** It is stored. */
	STORED,
	/** It is not: the user's data were erased since the run was admitted. */
	ERASED,
	/** It is not: the run has another owner, or none any more. */
	FENCED_OFF,
	/** It is not: what comes before it is missing. */
	GAP;

	/** Its name in logs, for example {@code fenced_off}. */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
