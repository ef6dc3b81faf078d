package dev.agentservice.rollout.policy;

import java.io.Serial;

/**
 * A policy that says something wrong. Its message names the place.
 */
public final class InvalidPolicyException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	InvalidPolicyException(String message) {
		super(message);
	}

}
