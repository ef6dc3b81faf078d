package dev.agentservice.run;

import dev.agentservice.support.problem.ProblemException;

/**
 * How a run ended, as clients are told: now, or again when they ask again.
 */
public sealed interface RunOutcome {

	/**
	 * With an answer.
	 *
	 * @param answer the answer
	 */
	record Succeeded(RunAnswer answer) implements RunOutcome {
	}

	/**
	 * Without one.
	 *
	 * @param problem why
	 */
	record Failed(ProblemException problem) implements RunOutcome {
	}

	/** Stopped. */
	record Cancelled(String reason) implements RunOutcome {
	}

}
