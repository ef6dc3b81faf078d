package dev.agentservice.privacy.restore;

import java.util.List;
import java.util.Map;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.privacy.ledger.LedgerEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Does erasures again that an operator has found in the log. Closed on failure: what
 * cannot be audited is not begun.
 */
@Component
public class LedgerReplays {

	private final Audit audit;

	private final Restoration restoration;

	LedgerReplays(Audit audit, Restoration restoration) {
		this.audit = audit;
		this.restoration = restoration;
	}

	/**
	 * Begins or goes on with those that Redis does not have.
	 * @param caller who asks for it
	 * @param reason why, for the audit log
	 * @param entries of all tenants
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis is
	 * unavailable; asked for again it goes on
	 */
	public Taken replay(Caller caller, String reason, List<LedgerEntry> entries) {
		this.audit.record(AuditEntry.by(caller, "privacy.replay", "ledger", null,
				JsonMapper.shared().writeValueAsString(Map.of("reason", reason, "entries", entries.size()))));
		return this.restoration.take(entries);
	}

	/**
	 * What became of entries.
	 *
	 * @param known how many Redis had already
	 * @param done how many are done now
	 * @param open how many are at work
	 */
	@Schema(name = "ReplayedErasures")
	public record Taken(@Schema(description = "How many Redis had in its ledger already.", example = "40") int known,
			@Schema(description = "How many are done now: nothing is left of their users.", example = "2") int done,
			@Schema(description = "How many are at work: send the same again.", example = "1") int open) {

	}

}
