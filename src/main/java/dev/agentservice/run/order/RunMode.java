package dev.agentservice.run.order;

/**
 * How the answer comes back. All modes take the same way through the house.
 */
public enum RunMode {

	/** The client waits for the whole answer. */
	SYNC,
	/** The client reads events while they happen, and may come back for them. */
	STREAM,
	/** As {@link #STREAM}, in a protocol that cannot take back a piece of an answer. */
	APPEND_ONLY;

	/** The name in metrics and records, for example {@code sync}. */
	public String label() {
		return (this == SYNC) ? "sync" : "stream";
	}

}
