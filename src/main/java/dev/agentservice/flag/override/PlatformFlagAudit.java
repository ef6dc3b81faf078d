package dev.agentservice.flag.override;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.flag.FlagDocument;
import dev.agentservice.flag.FlagStore;
import dev.agentservice.flag.LiveFlags;
import dev.agentservice.flag.definition.FlagDefinition;
import dev.agentservice.flag.definition.FlagSetting;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * Records what is done with flags for all tenants: whole in the audit log of the
 * platform, and in those of the tenants as far as it concerns them.
 */
final class PlatformFlagAudit {

	private final LiveFlags live;

	private final FlagStore store;

	private final Audit audit;

	private final Credentials credentials;

	PlatformFlagAudit(LiveFlags live, FlagStore store, Audit audit, Credentials credentials) {
		this.live = live;
		this.store = store;
		this.audit = audit;
		this.credentials = credentials;
	}

	/**
	 * Records a change that is about to be made.
	 * @param after how the flag shall decide; null for as it is configured
	 */
	void record(Caller operator, String action, FlagDefinition flag, @Nullable FlagSetting after,
			@Nullable String reason) {
		this.live.refresh();
		String stored = this.store.read(flag.name());
		AuditEntry whole = AuditEntry.by(operator, action, flag.name(), stored, explain(after, reason));
		FlagSetting before = this.live.setting(flag);
		FlagSetting then = Objects.requireNonNullElse(after, flag.configured());
		List<AuditEntry> touched = new ArrayList<>();
		for (String tenant : this.credentials.tenants()) {
			FlagSetting itsBefore = before.seenBy(tenant);
			FlagSetting itsAfter = then.seenBy(tenant);
			if (!itsBefore.equals(itsAfter)) {
				touched.add(whole.seenBy(tenant, (stored != null) ? explain(itsBefore, null) : null,
						(after != null) ? explain(itsAfter, reason) : null));
			}
		}
		this.audit.recordForAll(whole, touched);
	}

	private static @Nullable String explain(@Nullable FlagSetting setting, @Nullable String reason) {
		return (setting != null) ? FlagDocument.explain(setting, reason) : null;
	}

}
