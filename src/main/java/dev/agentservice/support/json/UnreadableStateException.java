package dev.agentservice.support.json;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * A stored document that this release cannot read. It is left as it is.
 */
public final class UnreadableStateException extends ProblemException {

	private UnreadableStateException(String detail) {
		super(ProblemCode.INTERNAL_ERROR, detail);
	}

	/**
	 * It was written by a release newer than this one.
	 * @param detail what clients are told
	 * @param version the version that it was written in
	 */
	public static UnreadableStateException newer(String detail, int version) {
		UnreadableStateException problem = new UnreadableStateException(detail);
		problem.with("state_version", version);
		return problem;
	}

	/**
	 * It is not what was written.
	 * @param detail what clients are told
	 */
	public static UnreadableStateException damaged(String detail) {
		return new UnreadableStateException(detail);
	}

}
