package dev.agentservice.privacy.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /ops/platform/erasures/replay}.
 *
 * @param reason why, for the audit log
 * @param entries lines of the ledger
 */
@Schema(name = "ReplayErasures")
record ReplayRequest(
		@Schema(minLength = 1, maxLength = 256, description = "Kept in the audit log: name nobody in it.",
				example = "Redis was restored from the backup of 23 November") String reason,
		@ArraySchema(minItems = 1, maxItems = ReplayRequest.MOST, arraySchema = @Schema(
				description = "Of each line of the ledger `seq`, `user`, `tenant`, `at`, and `erasure` and `block` if it has them. That of a whole tenant has no `user`.")) List<LedgerEntry> entries) {

	static final int MOST = 1_000;

	private static final int MAX_REASON = 256;

	static ReplayRequest parse(JsonFields fields) {
		String reason = fields.requiredText("reason", MAX_REASON);
		fields.require("entries");
		List<LedgerEntry> entries = fields.optionalObjects("entries", MOST).stream().map(ReplayRequest::entry).toList();
		fields.finish();
		return new ReplayRequest(reason, entries);
	}

	/** Other members of a line may come with it. */
	private static LedgerEntry entry(JsonFields line) {
		List.of("seq", "tenant", "at").forEach(line::require);
		Integer seq = line.optionalInteger("seq", 1, Integer.MAX_VALUE);
		String user = line.optionalText("user", LedgerEntry.TAG, "the tag of a user");
		String tenant = line.optionalText("tenant", LedgerEntry.TAG, "the tag of a tenant");
		String at = line.optionalText("at", ReplayRequest::isInstant, "a time such as 2026-11-23T09:30:00Z");
		Instant asked = (at != null) ? Instant.parse(at) : Instant.EPOCH;
		if (user == null) {
			line.require("erasure");
			String whole = line.optionalText("erasure", LedgerEntry.TENANT_ID, "the id of a tenant's erasure");
			return LedgerEntry.ofTenant(number(seq), Objects.requireNonNullElse(tenant, ""), asked,
					Objects.requireNonNullElse(whole, ""));
		}
		String erasure = line.optionalText("erasure", LedgerEntry.ID, "the id of an erasure");
		Boolean block = line.optionalBoolean("block");
		return new LedgerEntry(number(seq), user, Objects.requireNonNullElse(tenant, ""), asked, erasure,
				Objects.requireNonNullElse(block, false));
	}

	private static long number(@Nullable Integer seq) {
		return (seq != null) ? seq : 1;
	}

	private static boolean isInstant(String text) {
		try {
			Instant.parse(text);
			return true;
		}
		catch (DateTimeException _) {
			return false;
		}
	}

}
