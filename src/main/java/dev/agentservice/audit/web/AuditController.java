package dev.agentservice.audit.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.audit.AuditQuery;
import dev.agentservice.identity.Caller;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows operators what was changed in their own tenant, and those of the platform what
 * was changed for all.
 */
@RestController
@Tag(name = "Operations")
class AuditController {

	private final Audit audit;

	AuditController(Audit audit) {
		this.audit = audit;
	}

	@GetMapping(path = "/ops/audit", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Who changed what",
			description = "Changes made to the caller's tenant, by its own operators or for all tenants, newest "
					+ "first. Ask again with "
					+ "`after` set to `next` until there is no `next`; what is recorded meanwhile does not "
					+ "shift the pages. With `action`, a page may hold few entries or none and still have a `next`.")
	AuditLog read(Caller caller,
			@Parameter(description = "The `next` of the page before.",
					example = "1785931200000-0") @RequestParam(required = false) @Nullable String after,
			@Parameter(description = "Only changes of this kind.",
					example = "budget.override") @RequestParam(required = false) @Nullable String action,
			@Parameter(description = "Entries per page, 1 to 200.",
					example = "50") @RequestParam(defaultValue = "50") int limit) {
		validate(after, action, limit);
		return AuditLog.of(this.audit.read(caller.tenant(), new AuditQuery(after, action, limit)));
	}

	@GetMapping(path = "/ops/platform/audit", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Who changed what for all tenants",
			description = "Needs the scope `platform`. Otherwise as `GET /ops/audit`.")
	AuditLog readPlatform(
			@Parameter(description = "The `next` of the page before.",
					example = "1785931200000-0") @RequestParam(required = false) @Nullable String after,
			@Parameter(description = "Only changes of this kind.",
					example = "flag.override") @RequestParam(required = false) @Nullable String action,
			@Parameter(description = "Entries per page, 1 to 200.",
					example = "50") @RequestParam(defaultValue = "50") int limit) {
		validate(after, action, limit);
		return AuditLog.of(this.audit.readPlatform(new AuditQuery(after, action, limit)));
	}

	private static void validate(@Nullable String after, @Nullable String action, int limit) {
		List<InvalidField> invalid = new ArrayList<>();
		if (isNot(AuditQuery.ID, after)) {
			invalid.add(new InvalidField("after", "must be the next of another page"));
		}
		if (isNot(AuditEntry.ACTION, action)) {
			invalid.add(new InvalidField("action", "must be the name of an action"));
		}
		if (limit < 1 || limit > AuditQuery.MAX_LIMIT) {
			invalid.add(new InvalidField("limit", "must be a whole number from 1 to " + AuditQuery.MAX_LIMIT));
		}
		if (!invalid.isEmpty()) {
			throw new InvalidRequestException(invalid);
		}
	}

	private static boolean isNot(Pattern pattern, @Nullable String value) {
		return value != null && !pattern.matcher(value).matches();
	}

}
