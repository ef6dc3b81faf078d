package dev.agentservice.flag.web;

import dev.agentservice.flag.override.FlagOverrides;
import dev.agentservice.identity.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows and overrides the flags of the operator's own tenant.
 */
@RestController
@RequestMapping("/ops/flags")
@Tag(name = "Operations")
class FlagController {

	private final FlagOverrides flags;

	FlagController(FlagOverrides flags) {
		this.flags = flags;
	}

	@GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "List all flags of your tenant",
			description = "As the replica that answers knows them, at most 2 s old. "
					+ "While the store is away these are the last known ones, and `stale` is true.")
	@ApiResponse(responseCode = "200", description = "All flags by name")
	FlagList list(@Parameter(hidden = true) Caller caller) {
		return new FlagList(this.flags.isStale(), this.flags.all(caller.tenant()).stream().map(FlagView::of).toList());
	}

	@GetMapping(path = "/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Read a flag of your tenant",
			description = "As the replica that answers knows it, at most 2 s old.")
	@ApiResponse(responseCode = "200", description = "The flag")
	@ApiResponse(responseCode = "404", description = "There is no such flag")
	FlagView find(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "simple-model") String name) {
		return FlagView.of(this.flags.find(caller.tenant(), name));
	}

	@PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Override a flag for your tenant",
			description = "Replaces what is said for all tenants, and any earlier override, for the caller's tenant and for "
					+ "nobody else; every replica sees it within 2 s. What is switched off for all stays off. The change is in `GET /ops/audit` before it is made.")
	@ApiResponse(responseCode = "200", description = "The flag from now on")
	@ApiResponse(responseCode = "403", description = "A rule names another tenant")
	@ApiResponse(responseCode = "404", description = "There is no such flag")
	@ApiResponse(responseCode = "503", description = "The store is away; nothing was changed, or it is unknown whether")
	FlagView replace(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "simple-model") String name, @RequestBody FlagRequest request) {
		return FlagView.of(this.flags.replace(caller, name, request.toSetting(), request.reason()));
	}

	@DeleteMapping("/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Remove your tenant's override",
			description = "What is said for all tenants counts again. Does nothing if there is no override.")
	@ApiResponse(responseCode = "204", description = "It is as for all tenants, on every replica within 2 s")
	@ApiResponse(responseCode = "404", description = "There is no such flag")
	void remove(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "simple-model") String name) {
		this.flags.remove(caller, name);
	}

}
