package dev.agentservice.privacy.web;

import java.net.URI;
import java.util.Objects;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.PrincipalName;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.privacy.erasure.Erasures;
import dev.agentservice.privacy.receipt.ErasureReport;
import dev.agentservice.privacy.receipt.TenantReport;
import dev.agentservice.privacy.tenant.TenantErasures;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Erases users' data, and shows how far that is. Whether there ever was such a user is
 * not said: a receipt with zeros is the answer.
 */
@RestController
@Tag(name = "Users")
class ErasureController {

	private static final String ME = "me";

	private final Erasures erasures;

	private final TenantErasures tenants;

	private final UserTags tags;

	ErasureController(Erasures erasures, TenantErasures tenants, UserTags tags) {
		this.erasures = erasures;
		this.tenants = tenants;
		this.tags = tags;
	}

	@DeleteMapping(path = "/users/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Erase all data of a user",
			description = "`me` is the caller. Anybody else in the caller's tenant needs the scope `privacy`. Runs at "
					+ "work stop at once, and requests from before are answered with 410 `erased`; the user's new runs "
					+ "get 409 `erasure_in_progress` until nothing is left. Follow the erasure at its `Location`. What "
					+ "is sent afterwards is new: stop the application first, or block the user, which needs the scope "
					+ "`privacy`.")
	ResponseEntity<ErasureReport> erase(Caller caller,
			@PathVariable @Parameter(description = "`me`, or a user's id.", example = "me") String id,
			@RequestBody(required = false) @Nullable EraseRequest request) {
		UserTag user = UserPath.of(caller, id, this.tags, "erase");
		EraseRequest asked = Objects.requireNonNullElse(request, EraseRequest.PLAIN);
		if (asked.block() && !caller.scopes().contains(Scope.PRIVACY)) {
			throw forbidden("Only a credential with the scope privacy may block a user, as only it may lift a block.");
		}
		ErasureReport report = this.erasures.begin(caller, user, asked.reason(), asked.block());
		return ResponseEntity.accepted().location(URI.create("/erasures/" + report.id())).body(report);
	}

	@GetMapping(path = "/erasures/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "How far an erasure is", description = "For the user whose data it erases, and for the scope "
			+ "`privacy` in the tenant. A completed one has a signed receipt. That of a tenant counts its users.")
	@ApiResponse(responseCode = "200", description = "How far it is",
			content = @Content(schema = @Schema(oneOf = { ErasureReport.class, TenantReport.class })))
	Object show(Caller caller, @PathVariable @Parameter(example = "era_01M838DWTC55J56BHF7KJFK35W") String id) {
		return TenantErasures.isId(id) ? this.tenants.find(caller, id) : this.erasures.find(caller, id);
	}

	@DeleteMapping(path = "/users/{id}/block")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Admit a user again who was blocked by an erasure", description = "Needs the scope `privacy`.")
	void unblock(Caller caller, @PathVariable @Parameter(description = "A user's id.", example = "ada") String id) {
		if (!caller.scopes().contains(Scope.PRIVACY)) {
			throw forbidden("Only a credential with the scope privacy may lift a block.");
		}
		this.erasures.unblock(caller, ME.equals(id) ? caller.tag() : this.tags.of(caller.tenant(), checked(id)));
	}

	private static String checked(String name) {
		return PrincipalName.of(name)
			.orElseThrow(() -> new InvalidRequestException("id", "must be " + PrincipalName.EXPECTATION));
	}

	private static ProblemException forbidden(String detail) {
		return new ProblemException(ProblemCode.FORBIDDEN, detail);
	}

}
