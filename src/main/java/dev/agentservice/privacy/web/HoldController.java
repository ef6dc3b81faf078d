package dev.agentservice.privacy.web;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.UserTags;
import dev.agentservice.privacy.hold.Holds;
import dev.agentservice.privacy.hold.LegalHold;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Places and releases legal holds.
 */
@RestController
@Tag(name = "Users")
class HoldController {

	private final Holds holds;

	private final UserTags tags;

	HoldController(Holds holds, UserTags tags) {
		this.holds = holds;
		this.tags = tags;
	}

	@PutMapping(path = "/users/{id}/hold", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Keep a sealed copy of a user's data, whatever is erased",
			description = "Needs the scope `privacy`. An erasure runs in full nevertheless and keeps that copy alone: "
					+ "it is `held` until the hold is released or has ended. Asked for again, the hold is renewed: its "
					+ "copy stays, and what is kept of the user now is added. 400 `not_supported_here` where no "
					+ "directory is configured, 404 if there is nothing to hold.")
	LegalHold hold(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(description = "`me`, or a user's id.", example = "ada") String id,
			@RequestBody HoldRequest request) {
		demandOfficer(caller);
		return this.holds.place(caller, UserPath.of(caller, id, this.tags, "hold"), request.reason(), request.until());
	}

	@DeleteMapping("/users/{id}/hold")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Release the hold of a user's data",
			description = "Needs the scope `privacy`. The sealed copy is deleted. An erasure that it has held completes "
					+ "within a minute, and its receipt is signed anew.")
	void release(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(description = "`me`, or a user's id.", example = "ada") String id) {
		demandOfficer(caller);
		this.holds.release(caller, UserPath.of(caller, id, this.tags, "hold"));
	}

	private static void demandOfficer(Caller caller) {
		if (!caller.scopes().contains(Scope.PRIVACY)) {
			throw new ProblemException(ProblemCode.FORBIDDEN,
					"Only a credential with the scope privacy may hold data.");
		}
	}

}
