package dev.agentservice.run;

import java.util.Locale;

/**
 * How the answer comes back. All modes take the same way through the house.
 */
public enum RunMode {

	/** The client waits for the whole answer. */
	SYNC,
	/** The client reads events while they happen, and may come back for them. */
	STREAM;

	/** The name in metrics and records, for example {@code sync}. */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
