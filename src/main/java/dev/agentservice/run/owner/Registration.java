package dev.agentservice.run.owner;

import dev.agentservice.run.owner.script.OwnedRun;

/**
 * What came of asking for a run.
 */
public sealed interface Registration {

	/**
	 * It may begin, or go on.
	 *
	 * @param run the run
	 */
	record Registered(OwnedRun run) implements Registration {
	}

	/**
	 * It was asked for before, and is over.
	 *
	 * @param runId the run
	 */
	record Repeated(String runId) implements Registration {
	}

}
