package dev.agentservice.flag.override;

import java.util.List;

import dev.agentservice.audit.Audit;
import dev.agentservice.flag.FlagCatalog;
import dev.agentservice.flag.FlagStore;
import dev.agentservice.flag.LiveFlags;
import dev.agentservice.flag.definition.FlagDefinition;
import dev.agentservice.flag.definition.FlagSetting;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Credentials;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What operators of the platform do with flags, for all tenants. A change stands in the
 * platform's audit log and, as far as it concerns them, in those of all tenants that the
 * configuration names: they are bounded, and whoever is one of them need not ask anybody
 * what was done. Closed on failure: a change that cannot be audited is not made.
 */
@Component
public final class PlatformFlags {

	private final FlagCatalog catalog;

	private final LiveFlags live;

	private final FlagStore store;

	private final PlatformFlagAudit audit;

	PlatformFlags(FlagCatalog catalog, LiveFlags live, FlagStore store, Audit audit, Credentials credentials) {
		this.catalog = catalog;
		this.live = live;
		this.store = store;
		this.audit = new PlatformFlagAudit(live, store, audit, credentials);
	}

	/** All flags by name, as this replica knows them; also while Redis is away. */
	public List<FlagState> all() {
		return this.catalog.all().stream().map(this::state).toList();
	}

	/** Whether Redis cannot be asked, so that there may be changes nobody knows of. */
	public boolean isStale() {
		return this.live.isStale();
	}

	/**
	 * A flag, as this replica knows it; also while Redis is away.
	 * @throws ProblemException {@code not_found} if there is none of this name
	 */
	public FlagState find(String name) {
		return state(this.catalog.require(name));
	}

	/**
	 * Overrides a flag for all tenants that have no override of their own, after that was
	 * written to the audit logs.
	 * @param operator who does it
	 * @param name the flag
	 * @param wanted how it shall decide; the configured variants are there as well
	 * @param reason why, for the audit logs, or null
	 * @return the flag from now on
	 * @throws InvalidRequestException naming all that is wrong with the override
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis is away
	 */
	public FlagState replace(Caller operator, String name, FlagSetting wanted, @Nullable String reason) {
		FlagDefinition flag = this.catalog.require(name);
		FlagSetting setting = flag.overriddenBy(wanted);
		String document = OverrideDocument.of(this.catalog, flag, setting);
		this.audit.record(operator, FlagOverrides.OVERRIDE, flag, setting, reason);
		this.store.write(name, document);
		this.live.refresh();
		return new FlagState(flag, setting, true, null);
	}

	/**
	 * Removes the override for all tenants, if there is one, after that was written to
	 * the audit logs.
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis is away
	 */
	public void remove(Caller operator, String name) {
		FlagDefinition flag = this.catalog.require(name);
		if (this.store.read(name) != null) {
			this.audit.record(operator, FlagOverrides.RESET, flag, null, null);
			this.store.write(name, "");
			this.live.refresh();
		}
	}

	private FlagState state(FlagDefinition flag) {
		return new FlagState(flag, this.live.setting(flag), this.live.isOverridden(flag), null);
	}

}
