package dev.agentservice.run.order;

/**
 * How the answer is returned. All modes use the same code path.
 */
public enum RunMode {

	/** The client waits for the whole answer. */
	SYNC,
	/** The client reads events as they are emitted, and may reconnect. */
	STREAM,
	/** As {@link #STREAM}, in a protocol that cannot revoke a piece of an answer. */
	APPEND_ONLY,
	/** The client gets the run's address at once, and asks for the end later. */
	ASYNC;

	/** The name in metrics and records, for example {@code sync}. */
	public String label() {
		return switch (this) {
			case SYNC -> "sync";
			case STREAM, APPEND_ONLY -> "stream";
			case ASYNC -> "async";
		};
	}

}
