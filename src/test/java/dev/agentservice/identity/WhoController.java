package dev.agentservice.identity;

import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells callers who they are. The profile keeps it out of every other context that scans
 * the test classes.
 */
@RestController
@Profile(WhoController.PROFILE)
class WhoController {

	static final String PROFILE = "identity-test";

	@GetMapping({ "/agents", "/runs/1", "/sessions", "/v1/models", "/knowledge/handbook", "/ops", "/ops/flags",
			"/ops/platform/flags", "/users/me" })
	Who who(Caller caller) {
		return of(caller);
	}

	/** As a protocol whose body may name the user. */
	@GetMapping("/v1/acting")
	Who acting(Bearer bearer, @RequestParam(required = false) @Nullable String user) {
		return of(bearer.actingFor("user", user));
	}

	private static Who of(Caller caller) {
		return new Who(caller.tenant(), caller.user(), caller.tag().value(), caller.credential(),
				new TreeSet<>(caller.scopes()));
	}

	record Who(String tenant, String user, String tag, String credential, Set<Scope> scopes) {

	}

}
