package dev.agentservice.identity;

import dev.agentservice.support.problem.ProblemException;

import org.springframework.security.core.AuthenticationException;

/**
 * Carries a problem through Spring Security's authentication.
 */
final class RefusedCredentialException extends AuthenticationException {

	private final ProblemException problem;

	RefusedCredentialException(ProblemException problem) {
		super(problem.detail(), problem);
		this.problem = problem;
	}

	ProblemException problem() {
		return this.problem;
	}

}
