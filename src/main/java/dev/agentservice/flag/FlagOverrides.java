package dev.agentservice.flag;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.support.InvalidRequestException;
import dev.agentservice.support.InvalidRequestException.InvalidField;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What operators do with flags. An override is the whole service's, whatever tenant the
 * operator belongs to, and stands in that operator's tenant's audit log. Closed on
 * failure: a change that cannot be audited is not made.
 */
@Component
public final class FlagOverrides {

	/** What a new override is called in the audit log. */
	public static final String OVERRIDE = "flag.override";

	/** What the removal of an override is called in the audit log. */
	public static final String RESET = "flag.reset";

	/** So that it fits into the audit log, with what was there before. */
	private static final int MAX_DOCUMENT = 32_000;

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
		return state(require(name));
	}

	/**
	 * Overrides a flag, after that was written to the audit log.
	 * @param operator who does it
	 * @param name the flag
	 * @param wanted how it shall decide; the configured variants are there as well
	 * @param reason why, for the audit log, or null
	 * @return the flag from now on
	 * @throws InvalidRequestException naming all that is wrong with the override
	 * @throws dev.agentservice.support.StoreUnavailableException if Redis is away
	 */
	public FlagState replace(Caller operator, String name, FlagSetting wanted, @Nullable String reason) {
		FlagDefinition flag = require(name);
		FlagSetting setting = flag.overriddenBy(wanted);
		String document = checked(flag, setting);
		this.audit.record(AuditEntry.by(operator, OVERRIDE, name, stored(name), FlagDocument.explain(setting, reason)));
		this.store.write(name, document);
		this.live.refresh();
		return new FlagState(flag, setting, true);
	}

	/**
	 * Removes an override, if there is one, after that was written to the audit log.
	 * @throws dev.agentservice.support.StoreUnavailableException if Redis is away
	 */
	public void remove(Caller operator, String name) {
		FlagDefinition flag = require(name);
		String before = stored(flag.name());
		if (before != null) {
			this.audit.record(AuditEntry.by(operator, RESET, name, before, null));
			this.store.write(name, "");
			this.live.refresh();
		}
	}

	private String checked(FlagDefinition flag, FlagSetting setting) {
		List<InvalidField> flaws = new ArrayList<>(flag.flaws(setting));
		flaws.addAll(this.catalog.unusable(flag, setting));
		String document = FlagDocument.write(setting);
		if (document.length() > MAX_DOCUMENT) {
			flaws.add(new InvalidField("rules", "must fit into " + MAX_DOCUMENT + " characters"));
		}
		if (!flaws.isEmpty()) {
			throw new InvalidRequestException(flaws);
		}
		return document;
	}

	/** The override that Redis has, which this replica may not know yet. */
	private @Nullable String stored(String name) {
		return this.store.readUnless(FlagStore.UNKNOWN).map((stored) -> stored.documents().get(name)).orElse(null);
	}

	private FlagState state(FlagDefinition flag) {
		return new FlagState(flag, this.live.setting(flag), this.live.isOverridden(flag));
	}

	private FlagDefinition require(String name) {
		return this.catalog.find(name)
			.orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND,
					"There is no such flag. GET /ops/flags lists them."));
	}

}
