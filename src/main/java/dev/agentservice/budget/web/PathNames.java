package dev.agentservice.budget.web;

import java.util.List;

import dev.agentservice.identity.PrincipalName;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;

/**
 * Names of tenants and users in paths.
 */
final class PathNames {

	private PathNames() {
	}

	/** A name that was checked, in its one form. */
	static String canonical(String name) {
		return PrincipalName.of(name).orElse(name);
	}

	/** What is wrong with a name: nothing, or one thing. */
	static List<InvalidField> check(String field, String name) {
		return PrincipalName.isValid(name) ? List.of()
				: List.of(new InvalidField(field, "must be " + PrincipalName.EXPECTATION));
	}

}
