package dev.agentservice.guard.inspection;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * A guard could not look at a text: it failed, or took too long. Nothing unguarded goes
 * in or out, so the run ends with it.
 */
public final class GuardException extends ProblemException {

	private static final String DETAIL = "The text could not be checked. Please try again.";

	public GuardException(Throwable cause) {
		super(ProblemCode.GUARD_UNAVAILABLE, DETAIL, cause);
	}

}
