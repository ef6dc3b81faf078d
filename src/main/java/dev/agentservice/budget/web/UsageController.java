package dev.agentservice.budget.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

import dev.agentservice.budget.DayUsage;
import dev.agentservice.budget.Spender;
import dev.agentservice.budget.UsageReports;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows users what they spent, and operators what their tenant did.
 */
@RestController
class UsageController {

	private static final String FIRST_DAY = "The first day; the last one if absent.";

	private static final String LAST_DAY = "The last day; today if absent. At most 366 days in all.";

	private static final String ME = "me";

	private static final String DEFAULT_TOP = "10";

	private static final int MAX_TOP = 100;

	private final UsageReports reports;

	private final UserTags tags;

	UsageController(UsageReports reports, UserTags tags) {
		this.reports = reports;
		this.tags = tags;
	}

	@GetMapping(path = "/users/{id}/usage", produces = { MediaType.APPLICATION_JSON_VALUE, UsageCsv.TEXT_CSV })
	@Tag(name = "Users")
	@Operation(summary = "What a user spent", description = "`me` is the caller. Anybody else in the caller's tenant "
			+ "needs the scope `privacy`. Ask with `Accept: text/csv` for a table.")
	UsageReport ofUser(Caller caller,
			@PathVariable @Parameter(description = "`me`, or a user's id.", example = "me") String id,
			@RequestParam(required = false) @Nullable @Parameter(description = FIRST_DAY,
					example = "2026-11-01") String from,
			@RequestParam(required = false) @Nullable @Parameter(description = LAST_DAY,
					example = "2026-11-23") String to) {
		List<InvalidField> invalid = PathNames.check("id", id);
		UserTag user = userOf(caller, id);
		Period period = Period.parse(from, to, invalid, () -> today(caller));
		List<DayUsage> days = this.reports.ofUser(tenantOf(caller), user, period.from(), period.to());
		return UsageReport.of(period, this.reports.zone().getId(), days, null);
	}

	@GetMapping(path = "/ops/usage", produces = { MediaType.APPLICATION_JSON_VALUE, UsageCsv.TEXT_CSV })
	@Tag(name = "Operations")
	@Operation(summary = "What the tenant spent", description = "All users of the caller's tenant together, and who "
			+ "of them spent most. Ask with `Accept: text/csv` for a table.")
	UsageReport ofTenant(Caller caller,
			@RequestParam(required = false) @Nullable @Parameter(description = FIRST_DAY,
					example = "2026-11-01") String from,
			@RequestParam(required = false) @Nullable @Parameter(description = LAST_DAY,
					example = "2026-11-23") String to,
			@RequestParam(required = false) @Nullable @Parameter(description = "How many top spenders, 1 to 100.",
					schema = @Schema(type = "integer", defaultValue = DEFAULT_TOP), example = "10") String top) {
		String count = Objects.requireNonNullElse(top, DEFAULT_TOP);
		Period period = Period.parse(from, to, invalidTop(count), () -> today(caller));
		String tenant = tenantOf(caller);
		List<DayUsage> days = this.reports.ofTenant(tenant, period.from(), period.to());
		List<Spender> spenders = this.reports.topSpenders(tenant, days.stream().map(DayUsage::day).toList(),
				Integer.parseInt(count));
		return UsageReport.of(period, this.reports.zone().getId(), days, spenders);
	}

	private UserTag userOf(Caller caller, String id) {
		String name = PathNames.canonical(id);
		if (ME.equals(id) || caller.user().equals(name)) {
			return caller.tag();
		}
		if (!caller.scopes().contains(Scope.PRIVACY)) {
			throw new ProblemException(ProblemCode.FORBIDDEN,
					"Only a credential with the scope privacy may see other users. Ask for /users/me/usage.");
		}
		return this.tags.of(caller.tenant(), name);
	}

	private String tenantOf(Caller caller) {
		return this.tags.ofTenant(caller.tenant());
	}

	private LocalDate today(Caller caller) {
		return this.reports.today(tenantOf(caller));
	}

	private static List<InvalidField> invalidTop(String top) {
		boolean valid = top.matches("[0-9]{1,3}") && Integer.parseInt(top) >= 1 && Integer.parseInt(top) <= MAX_TOP;
		return valid ? List.of() : List.of(new InvalidField("top", "must be a whole number from 1 to " + MAX_TOP));
	}

}
