package dev.agentservice.identity.refusal;

import dev.agentservice.support.problem.ProblemException;

import org.springframework.security.core.AuthenticationException;

/**
 * Carries a problem through Spring Security's authentication.
 */
public final class RefusedCredentialException extends AuthenticationException {

	private final ProblemException problem;

	public RefusedCredentialException(ProblemException problem) {
		super(problem.detail(), problem);
		this.problem = problem;
	}

	public ProblemException problem() {
		return this.problem;
	}

}
