package dev.agentservice.privacy.tenant;

import java.util.List;
import java.util.Optional;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.stereotype.Component;

/**
 * Does erasures of tenants again that Redis has forgotten, because it was restored from
 * an older backup. Each has its old id, and is done once, however often it is asked for.
 * <p>
 * Every operation throws {@link dev.agentservice.support.redis.StoreUnavailableException}
 * when Redis is unavailable.
 */
@Component
public class TenantReplays {

	private final TenantScripts scripts;

	private final TenantWorker worker;

	private final TenantProperties properties;

	TenantReplays(TenantScripts scripts, TenantWorker worker, TenantProperties properties) {
		this.scripts = scripts;
		this.worker = worker;
		this.properties = properties;
	}

	/**
	 * Begins or goes on with the erasure.
	 * @return whether nothing is left of the tenant any more
	 */
	public boolean again(LedgerEntry entry) {
		String id = id(entry);
		Optional<StoredTenantErasure> known = this.scripts.find(id);
		if (known.isEmpty()) {
			TenantErasure erasure = TenantErasure
				.of(new TenantErasure.Request(entry.tenant(), "", "", entry.tenant(), List.of()));
			this.worker.begin(this.scripts.again(id, entry, erasure));
			return false;
		}
		if (known.get().fenced()) {
			this.worker.goOn(id, false);
			return false;
		}
		return true;
	}

	/** Whether the erasure is known, done or not. */
	public boolean isBegun(LedgerEntry entry) {
		return this.scripts.find(id(entry)).isPresent();
	}

	/**
	 * For what comes from elsewhere: a line proves nothing.
	 * @throws ProblemException {@code not_supported_here} where erasures of tenants are
	 * switched off
	 */
	public void demandAllowed() {
		if (!this.properties.tenantErasure()) {
			throw new ProblemException(ProblemCode.NOT_SUPPORTED_HERE,
					"This deployment erases no whole tenants: agent-service.privacy.tenant-erasure is off.");
		}
	}

	/** How many tenants' fences stand, for whatever reason. */
	public long fenced() {
		return this.scripts.fenced();
	}

	private String id(LedgerEntry entry) {
		return this.scripts.idOf(entry,
				(known) -> known.seq() == entry.seq() && known.erasure().request().tenant().equals(entry.tenant()));
	}

}
