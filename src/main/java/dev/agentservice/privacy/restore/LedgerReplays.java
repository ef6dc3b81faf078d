package dev.agentservice.privacy.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Credentials;
import dev.agentservice.identity.UserTags;
import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.ledger.LedgerFile;
import dev.agentservice.privacy.ledger.LedgerKind;
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

	private final List<Restored> restorations;

	private final LedgerFile file;

	private final Credentials credentials;

	private final UserTags tags;

	LedgerReplays(Audit audit, List<Restored> restorations, LedgerFile file, Credentials credentials, UserTags tags) {
		this.audit = audit;
		this.restorations = List.copyOf(restorations);
		this.file = file;
		this.credentials = credentials;
		this.tags = tags;
	}

	/**
	 * Begins or goes on with those that Redis does not have. What is begun is in the
	 * platform's log, and in that of each tenant whose users are concerned, by their
	 * tags; and in the file, so that the next backup does not bring it back.
	 * @param caller who asks for it
	 * @param reason why, for the audit log
	 * @param entries of all tenants
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis is
	 * unavailable; asked for again it goes on
	 */
	public Taken replay(Caller caller, String reason, List<LedgerEntry> entries) {
		List<LedgerEntry> news = this.restorations.stream()
			.flatMap((one) -> one.news(of(one, entries)).stream())
			.toList();
		if (!news.isEmpty()) {
			record(caller, reason, news);
			Set<String> filed = this.file.entries().stream().map(LedgerEntry::member).collect(Collectors.toSet());
			news.stream().filter((entry) -> !filed.contains(entry.member())).forEach(this.file::append);
		}
		return this.restorations.stream().map((one) -> one.take(of(one, entries))).reduce(Taken.NONE, Taken::plus);
	}

	private static List<LedgerEntry> of(Restored restoration, List<LedgerEntry> entries) {
		return entries.stream().filter((entry) -> LedgerKind.of(entry) == restoration.kind()).toList();
	}

	private void record(Caller caller, String reason, List<LedgerEntry> entries) {
		AuditEntry whole = AuditEntry.by(caller, "privacy.replay", "ledger", null, explain(reason, entries));
		List<AuditEntry> touched = new ArrayList<>();
		for (String tenant : this.credentials.tenants()) {
			String tag = this.tags.ofTenant(tenant);
			List<LedgerEntry> own = entries.stream().filter((entry) -> entry.tenant().equals(tag)).toList();
			if (!own.isEmpty()) {
				touched.add(whole.seenBy(tenant, null, explain(reason, own)));
			}
		}
		this.audit.recordForAll(whole, touched);
	}

	private static String explain(String reason, List<LedgerEntry> entries) {
		return JsonMapper.shared()
			.writeValueAsString(
					Map.of("reason", reason, "users", tags(entries, false), "tenants", tags(entries, true)));
	}

	private static List<String> tags(List<LedgerEntry> entries, boolean tenants) {
		return entries.stream().filter((entry) -> entry.coversTenant() == tenants).map(LedgerEntry::user).toList();
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
			@Schema(description = "How many are done now: nothing is left of their users, or tenants.",
					example = "2") int done,
			@Schema(description = "How many are at work: send the same again.", example = "1") int open) {

		static final Taken NONE = new Taken(0, 0, 0);

		Taken plus(Taken other) {
			return new Taken(this.known + other.known, this.done + other.done, this.open + other.open);
		}

	}

}
