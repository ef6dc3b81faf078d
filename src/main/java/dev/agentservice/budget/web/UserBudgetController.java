package dev.agentservice.budget.web;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.budget.UserLimits;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.PrincipalName;
import dev.agentservice.identity.UserTags;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows and replaces one user's limit of today. Another tenant's users are not found.
 */
@RestController
@RequestMapping("/ops/budgets/{tenant}")
@Tag(name = "Operations")
class UserBudgetController {

	private final UserLimits limits;

	private final UserTags tags;

	UserBudgetController(UserLimits limits, UserTags tags) {
		this.limits = limits;
		this.tags = tags;
	}

	@GetMapping(path = "/{user}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "What one user may still spend today")
	UserBudget show(Caller caller, @PathVariable @Parameter(example = "acme") String tenant,
			@PathVariable @Parameter(example = "ada") String user) {
		String name = checked(caller, tenant, user);
		return UserBudget.of(tag(caller, name), this.limits.today(caller, name));
	}

	@PutMapping(path = "/{user}", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Replace one user's limit for today",
			description = "It replaces the configured limit until the day ends, up or down; 0 stops the user. What is "
					+ "spent or reserved stays. The change is in `GET /ops/audit` before it is made.")
	UserBudget replace(Caller caller, @PathVariable @Parameter(example = "acme") String tenant,
			@PathVariable @Parameter(example = "ada") String user, @RequestBody LimitRequest request) {
		String name = checked(caller, tenant, user);
		return UserBudget.of(tag(caller, name),
				this.limits.replace(caller, name, request.limitUsd(), request.reason()));
	}

	/** An empty name is no path variable, so it would be a path nobody knows. */
	@Hidden
	@RequestMapping("/")
	void nobody() {
		throw new InvalidRequestException("user", "must be " + PrincipalName.EXPECTATION);
	}

	private String tag(Caller caller, String user) {
		return this.tags.of(caller.tenant(), user).value();
	}

	/** The user's name in its one form. */
	private static String checked(Caller caller, String tenant, String user) {
		List<InvalidField> invalid = new ArrayList<>(PathNames.check("tenant", tenant));
		invalid.addAll(PathNames.check("user", user));
		if (!invalid.isEmpty()) {
			throw new InvalidRequestException(invalid);
		}
		if (!caller.tenant().equals(PathNames.canonical(tenant))) {
			throw new ProblemException(ProblemCode.NOT_FOUND, "There is no such tenant.");
		}
		return PathNames.canonical(user);
	}

}
