package dev.agentservice.audit.web;

import java.time.Instant;
import java.util.List;

import dev.agentservice.audit.AuditEntry;
import dev.agentservice.audit.AuditPage;
import dev.agentservice.audit.AuditRecord;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of the audit log as JSON.
 *
 * @param entries newest first
 * @param next what to send as {@code after} for the next page; absent on the last
 */
@Schema(name = "AuditLog")
record AuditLog(List<Change> entries, @Nullable @Schema(example = "1785931200000-0",
		description = "Send it as `after` to get the next page; absent on the last.") String next) {

	static AuditLog of(AuditPage page) {
		return new AuditLog(page.records().stream().map(Change::of).toList(), page.next());
	}

	/**
	 * One change.
	 *
	 * @param id its place in the log
	 * @param at when it was recorded
	 * @param credential the API key that was used, or {@code jwt}
	 * @param user the tag of who used it
	 * @param action what was done
	 * @param target to what
	 * @param before what was there; absent if nothing was
	 * @param after what was there afterwards; absent if nothing was
	 * @param release the version of the service
	 */
	@Schema(name = "AuditEntry")
	record Change(@Schema(example = "1785931200000-0") String id, @Schema(example = "2026-08-05T12:00:00Z") Instant at,
			@Schema(example = "ops-console") String credential,
			@Schema(example = "3f0c9a52d1b84e7796ad02c15be4f038") String user,
			@Schema(example = "budget.override") String action,
			@Schema(example = "7be2d8016c3f4a55901c8f4e2ad6b9c3") String target,
			@Nullable @Schema(example = "10.00") String before, @Nullable @Schema(example = "25.00") String after,
			@Schema(example = "0.1.0") String release) {

		private static Change of(AuditRecord kept) {
			AuditEntry change = kept.entry();
			return new Change(kept.id(), kept.at(), change.credential(), change.user().value(), change.action(),
					change.target(), change.before(), change.after(), kept.release());
		}

	}

}
