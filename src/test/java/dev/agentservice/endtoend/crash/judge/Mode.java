package dev.agentservice.endtoend.crash.judge;

/** How a client asks for a run. */
public enum Mode {

	/** {@code Prefer: respond-async}. */
	ASYNC,
	/** It reads events, leaves, and wants the run to go on. */
	DETACHED,
	/** It waits for the answer, and asks again with its {@code Idempotency-Key}. */
	SYNC;

	/** Whether events of such a run are kept. */
	public boolean hasEvents() {
		return this != SYNC;
	}

}
