package dev.agentservice.session;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * A stored document that this release cannot read. It is left as it is.
 */
public final class UnreadableSessionException extends ProblemException {

	private UnreadableSessionException(String detail) {
		super(ProblemCode.INTERNAL_ERROR, detail);
	}

	/** It was written by a release newer than this one. */
	static UnreadableSessionException newer(int version) {
		UnreadableSessionException problem = new UnreadableSessionException(
				"The session was written by a newer release of the service than the one that answers. "
						+ "It is kept unchanged; please try again later.");
		problem.with("state_version", version);
		return problem;
	}

	/** It is no document at all. */
	static UnreadableSessionException damaged() {
		return new UnreadableSessionException(
				"The session is damaged and cannot be read. Please delete it or use another.");
	}

}
