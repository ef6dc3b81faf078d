package dev.agentservice.agent.journal;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * What earlier attempts of a run finished cannot be read by this release. To begin anew
 * would pay for it twice, so the run does not go on.
 */
public final class UnreadableJournalException extends ProblemException {

	private UnreadableJournalException(String detail) {
		super(ProblemCode.INTERNAL_ERROR, detail);
	}

	/** It was written by a release newer than this one. */
	static UnreadableJournalException newer(int version) {
		UnreadableJournalException problem = new UnreadableJournalException(
				"The run was begun by a newer release of the service than the one that answers. "
						+ "What it finished is kept unchanged; please try again later.");
		problem.with("state_version", version);
		return problem;
	}

	/** It does not say what a run finished. */
	public static UnreadableJournalException damaged() {
		return new UnreadableJournalException(
				"What the run finished earlier is damaged and cannot be read. Please start a new run.");
	}

}
