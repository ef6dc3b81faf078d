package dev.agentservice.flag.web;

import dev.agentservice.flag.override.PlatformFlags;
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
 * Shows and overrides flags for all tenants: needs a scope of its own.
 */
@RestController
@RequestMapping("/ops/platform/flags")
@Tag(name = "Operations")
class PlatformFlagController {

	private final PlatformFlags flags;

	PlatformFlagController(PlatformFlags flags) {
		this.flags = flags;
	}

	@GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "List all flags for all tenants",
			description = "As the replica that answers knows them, at most 2 s old. "
					+ "While the store is away these are the last known ones, and `stale` is true.")
	@ApiResponse(responseCode = "200", description = "All flags by name")
	FlagList list() {
		return new FlagList(this.flags.isStale(), this.flags.all().stream().map(FlagView::of).toList());
	}

	@GetMapping(path = "/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Read a flag for all tenants",
			description = "As the replica that answers knows it, at most 2 s old.")
	@ApiResponse(responseCode = "200", description = "The flag")
	@ApiResponse(responseCode = "404", description = "There is no such flag")
	FlagView find(@PathVariable @Parameter(example = "simple-model") String name) {
		return FlagView.of(this.flags.find(name));
	}

	@PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Override a flag for all tenants",
			description = "Replaces what the configuration says, and any earlier override, for all tenants that have none of "
					+ "their own; the kill switch for those as well. Every replica sees it within 2 s. The change is "
					+ "in `GET /ops/platform/audit`, and in `GET /ops/audit` of each tenant that it touches, before "
					+ "it is made.")
	@ApiResponse(responseCode = "200", description = "The flag from now on")
	@ApiResponse(responseCode = "404", description = "There is no such flag")
	@ApiResponse(responseCode = "503", description = "The store is away; nothing was changed, or it is unknown whether")
	FlagView replace(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "simple-model") String name, @RequestBody FlagRequest request) {
		return FlagView.of(this.flags.replace(caller, name, request.toSetting(), request.reason()));
	}

	@DeleteMapping("/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Remove the override for all tenants",
			description = "What the configuration says counts again. Does nothing if there is no override.")
	@ApiResponse(responseCode = "204", description = "It is as the configuration says, on every replica within 2 s")
	@ApiResponse(responseCode = "404", description = "There is no such flag")
	void remove(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "simple-model") String name) {
		this.flags.remove(caller, name);
	}

}
