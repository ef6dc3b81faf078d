package dev.agentservice.identity.refusal;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * A token is not valid. The client does not get the reason, unless the token is
 * authentic; the metric does.
 */
public final class RefusedTokenException extends ProblemException {

	private final AuthFailure reason;

	public RefusedTokenException(AuthFailure reason) {
		this(reason, "The credential is unknown, revoked, expired or not meant for this service.");
	}

	/** Of an authentic token, which may hear what is wrong with it. */
	public RefusedTokenException(AuthFailure reason, String detail) {
		super(ProblemCode.UNAUTHENTICATED, detail);
		this.reason = reason;
	}

	public AuthFailure reason() {
		return this.reason;
	}

}
