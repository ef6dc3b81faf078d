package dev.agentservice.flag.override;

import java.util.List;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.flag.FlagCatalog;
import dev.agentservice.flag.FlagDocument;
import dev.agentservice.flag.FlagStore;
import dev.agentservice.flag.LiveFlags;
import dev.agentservice.flag.OverrideName;
import dev.agentservice.flag.definition.FlagDefinition;
import dev.agentservice.flag.definition.FlagSetting;
import dev.agentservice.identity.Caller;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What operators do with the flags of their own tenant: an override of theirs counts for
 * its runs and for nobody else's, stands before what is said for all, and is in its audit
 * log. Closed on failure: a change that cannot be audited is not made.
 */
@Component
public final class FlagOverrides {

	/** What a new override is called in the audit log. */
	public static final String OVERRIDE = "flag.override";

	/** What the removal of an override is called in the audit log. */
	public static final String RESET = "flag.reset";

	private final FlagCatalog catalog;

	private final LiveFlags live;

	private final FlagStore store;

	private final Audit audit;

	FlagOverrides(FlagCatalog catalog, LiveFlags live, FlagStore store, Audit audit) {
		this.catalog = catalog;
		this.live = live;
		this.store = store;
		this.audit = audit;
	}

	/** All flags by name, as this replica knows them; also while Redis is away. */
	public List<FlagState> all(String tenant) {
		return this.catalog.all().stream().map((flag) -> state(tenant, flag)).toList();
	}

	/** Whether Redis cannot be asked, so that there may be changes nobody knows of. */
	public boolean isStale() {
		return this.live.isStale();
	}

	/**
	 * A flag, as this replica knows it; also while Redis is away.
	 * @throws ProblemException {@code not_found} if there is none of this name
	 */
	public FlagState find(String tenant, String name) {
		return state(tenant, this.catalog.require(name));
	}

	/**
	 * Overrides a flag for the operator's tenant, after that was written to its audit
	 * log.
	 * @param operator who does it
	 * @param name the flag
	 * @param wanted how it shall decide; the configured variants are there as well
	 * @param reason why, for the audit log, or null
	 * @return the flag from now on
	 * @throws InvalidRequestException naming all that is wrong with the override
	 * @throws ProblemException {@code forbidden} if a rule names another tenant
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis is away
	 */
	public FlagState replace(Caller operator, String name, FlagSetting wanted, @Nullable String reason) {
		FlagDefinition flag = this.catalog.require(name);
		demandOwn(operator, wanted);
		FlagSetting setting = flag.overriddenBy(wanted);
		String document = OverrideDocument.of(this.catalog, flag, setting);
		String field = OverrideName.of(name, operator.tenant());
		this.audit.record(
				AuditEntry.by(operator, OVERRIDE, name, this.store.read(field), FlagDocument.explain(setting, reason)));
		this.store.write(field, document);
		this.live.refresh();
		return new FlagState(flag, setting, true, this.live.setting(flag).seenBy(operator.tenant()));
	}

	/**
	 * Removes the tenant's override, if there is one, after that was written to its audit
	 * log.
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis is away
	 */
	public void remove(Caller operator, String name) {
		String field = OverrideName.of(this.catalog.require(name).name(), operator.tenant());
		String before = this.store.read(field);
		if (before != null) {
			this.audit.record(AuditEntry.by(operator, RESET, name, before, null));
			this.store.write(field, "");
			this.live.refresh();
		}
	}

	private static void demandOwn(Caller operator, FlagSetting wanted) {
		if (wanted.rules()
			.stream()
			.flatMap((rule) -> rule.tenants().stream())
			.anyMatch((tenant) -> !tenant.equals(operator.tenant()))) {
			throw new ProblemException(ProblemCode.FORBIDDEN,
					"An operator's rules may name the own tenant only; what concerns others needs the scope platform.");
		}
	}

	private FlagState state(String tenant, FlagDefinition flag) {
		FlagSetting forAll = this.live.setting(flag).seenBy(tenant);
		FlagSetting own = this.live.settingOf(tenant, flag);
		return (own != null) ? new FlagState(flag, own, true, forAll)
				: new FlagState(flag, forAll, this.live.isOverridden(flag), null);
	}

}
