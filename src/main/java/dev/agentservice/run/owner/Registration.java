package dev.agentservice.run.owner;

import dev.agentservice.run.owner.script.OwnedRun;

/**
 * The result of registering a run.
 */
public sealed interface Registration {

	/**
	 * It may begin, or resume.
	 *
	 * @param run the run
	 */
	record Registered(OwnedRun run) implements Registration {
	}

	/**
	 * It was requested before, and has ended.
	 *
	 * @param runId the run
	 */
	record Repeated(String runId) implements Registration {
	}

}
