package dev.agentservice.privacy.web;

import java.io.IOException;
import java.net.URI;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.PrincipalName;
import dev.agentservice.privacy.export.Exports;
import dev.agentservice.privacy.export.TenantExports;
import dev.agentservice.privacy.receipt.TenantReport;
import dev.agentservice.privacy.tenant.TenantErasures;
import dev.agentservice.support.problem.InvalidRequestException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Erases and exports whole tenants, each by its own officers alone.
 */
@RestController
@Tag(name = "Tenants", description = "All users of a tenant together")
class TenantController {

	private final TenantErasures erasures;

	private final TenantExports exports;

	TenantController(TenantErasures erasures, TenantExports exports) {
		this.erasures = erasures;
		this.exports = exports;
	}

	@DeleteMapping(path = "/tenants/{id}", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Erase all data of your tenant",
			description = "Needs the scope `privacy` and `agent-service.privacy.tenant-erasure`. All its users are "
					+ "erased, then its money, its collections and what is counted of it. New runs get 409 "
					+ "`erasure_in_progress` meanwhile. Follow it at its `Location`. What is sent afterwards is new: "
					+ "take the tenant's credentials out of service first.")
	@ApiResponse(responseCode = "202", description = "It has begun, or was at work")
	ResponseEntity<TenantReport> eraseTenant(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(description = "Your own tenant.", example = "acme") String id,
			@RequestBody TenantEraseRequest request) {
		String tenant = checked(id);
		this.erasures.demandAllowed(caller, tenant);
		if (!request.confirm().equals(tenant)) {
			throw new InvalidRequestException("confirm", "must be the tenant that is to be erased");
		}
		TenantReport report = this.erasures.begin(caller);
		return ResponseEntity.accepted().location(URI.create("/erasures/" + report.id())).body(report);
	}

	@GetMapping(path = "/tenants/{id}/export", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Take out all data of all users of your tenant",
			description = "Needs the scope `privacy` and `agent-service.privacy.tenant-erasure`. Streamed: an object "
					+ "whose member `users` is an array of what `GET /users/{id}/export` says. If data are erased "
					+ "meanwhile, or cannot be read whole, it has no end (`complete`).")
	@ApiResponse(responseCode = "200", description = "All that is kept of the tenant's users",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")))
	void exportTenant(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(description = "Your own tenant.", example = "acme") String id,
			HttpServletResponse response) throws IOException {
		this.erasures.demandAllowed(caller, checked(id));
		Exports.Export export = this.exports.begin(caller);
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"tenant.json\"");
		export.write(response.getOutputStream());
	}

	private static String checked(String name) {
		return PrincipalName.of(name)
			.orElseThrow(() -> new InvalidRequestException("id", "must be " + PrincipalName.EXPECTATION));
	}

}
