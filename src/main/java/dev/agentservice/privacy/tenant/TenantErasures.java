package dev.agentservice.privacy.tenant;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.UserTags;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.privacy.receipt.OutsideRecipients;
import dev.agentservice.privacy.receipt.TenantReport;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Erases whole tenants for good. Closed on failure: what cannot be audited is not begun.
 * <p>
 * Every operation throws {@link dev.agentservice.support.redis.StoreUnavailableException}
 * when Redis is unavailable.
 */
@Component
public class TenantErasures {

	private static final Pattern ID = Pattern.compile("ten_[0-9A-HJKMNP-TV-Z]{26}");

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final TenantScripts scripts;

	private final TenantWorker worker;

	private final Audit audit;

	private final UserTags tags;

	private final OutsideRecipients outside;

	private final TenantProperties properties;

	private final Clock clock = Clock.systemUTC();

	TenantErasures(TenantScripts scripts, TenantWorker worker, Audit audit, UserTags tags, OutsideRecipients outside,
			TenantProperties properties) {
		this.scripts = scripts;
		this.worker = worker;
		this.audit = audit;
		this.tags = tags;
		this.outside = outside;
		this.properties = properties;
	}

	/**
	 * Refuses what an officer may not do with a tenant.
	 * @param tenant the tenant that is meant
	 * @throws ProblemException {@code forbidden} without the scope {@code privacy} or for
	 * another tenant, {@code not_supported_here} where it is switched off
	 */
	public void demandAllowed(Caller caller, String tenant) {
		if (!caller.scopes().contains(Scope.PRIVACY)) {
			throw new ProblemException(ProblemCode.FORBIDDEN,
					"Only a credential with the scope privacy may erase or export a tenant.");
		}
		if (!caller.tenant().equals(tenant)) {
			throw new ProblemException(ProblemCode.FORBIDDEN, "A credential may erase or export its own tenant only.");
		}
		if (!this.properties.tenantErasure()) {
			throw new ProblemException(ProblemCode.NOT_SUPPORTED_HERE,
					"This deployment erases and exports no whole tenants: agent-service.privacy.tenant-erasure is off.");
		}
	}

	/**
	 * Begins to erase the caller's tenant. When this returns, nothing new is admitted of
	 * it. While one is at work, it is that one.
	 */
	public TenantReport begin(Caller caller) {
		String id = "ten_" + Ulid.next(this.clock);
		String tag = this.tags.ofTenant(caller.tenant());
		this.audit.record(AuditEntry.by(caller, "privacy.tenant-erase", tag, null,
				MAPPER.writeValueAsString(Map.of("erasure", id))));
		String open = this.scripts.open(id, TenantErasure.of(new TenantErasure.Request(tag, caller.tenant(),
				caller.credential(), caller.tag().value(), this.outside.all())));
		try {
			this.worker.begin(open);
		}
		catch (UncheckedIOException ex) {
			// It is open, and begins by itself as soon as the ledger can be written.
			throw new StoreUnavailableException("ledger", ex);
		}
		return find(open);
	}

	/** Whether an id is that of a tenant's erasure. */
	public static boolean isId(String id) {
		return ID.matcher(id).matches();
	}

	/**
	 * An erasure of the caller's tenant, with the scope {@code privacy}.
	 * @throws ProblemException {@code not_found} if there is none
	 */
	public TenantReport find(Caller caller, String id) {
		TenantErasure seen = this.scripts.find(id)
			.map(StoredTenantErasure::erasure)
			.filter((erasure) -> caller.scopes().contains(Scope.PRIVACY)
					&& erasure.request().tenant().equals(this.tags.ofTenant(caller.tenant())))
			.orElseThrow(TenantErasures::notFound);
		if (seen.status() != ErasureStatus.COMPLETED || seen.later() != null) {
			this.worker.goOn(id, seen.status() == ErasureStatus.HELD);
		}
		return find(id);
	}

	private TenantReport find(String id) {
		return this.scripts.find(id).map(StoredTenantErasure::report).orElseThrow(TenantErasures::notFound);
	}

	private static ProblemException notFound() {
		return new ProblemException(ProblemCode.NOT_FOUND, "There is no such erasure.");
	}

}
