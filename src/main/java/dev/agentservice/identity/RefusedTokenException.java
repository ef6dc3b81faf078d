package dev.agentservice.identity;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * A token is good for nobody. Whoever sent it is not told why, unless the token is
 * authentic; the metric is.
 */
final class RefusedTokenException extends ProblemException {

	private final AuthFailure reason;

	RefusedTokenException(AuthFailure reason) {
		this(reason, "The credential is unknown, revoked, expired or not meant for this service.");
	}

	/** Of an authentic token, which may hear what is wrong with it. */
	RefusedTokenException(AuthFailure reason, String detail) {
		super(ProblemCode.UNAUTHENTICATED, detail);
		this.reason = reason;
	}

	AuthFailure reason() {
		return this.reason;
	}

}
