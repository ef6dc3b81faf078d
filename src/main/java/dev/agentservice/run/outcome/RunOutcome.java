package dev.agentservice.run.outcome;

import dev.agentservice.support.problem.ProblemException;

import org.springframework.modulith.NamedInterface;

/**
 * How a run ended, as clients get it: now, or again when they retry.
 */
@NamedInterface("outcome")
public sealed interface RunOutcome {

	/**
	 * With an answer.
	 *
	 * @param answer the answer
	 */
	@NamedInterface("outcome")
	record Succeeded(RunAnswer answer) implements RunOutcome {
	}

	/**
	 * Without one.
	 *
	 * @param problem why
	 */
	@NamedInterface("outcome")
	record Failed(ProblemException problem) implements RunOutcome {
	}

	/** Stopped. */
	@NamedInterface("outcome")
	record Cancelled(String reason) implements RunOutcome {
	}

}
