package dev.agentservice.privacy.tenant;

import java.time.Instant;
import java.util.List;

import dev.agentservice.privacy.progress.ErasureRecord;
import dev.agentservice.privacy.receipt.ErasureReport.Backups;
import dev.agentservice.privacy.receipt.TenantReport;

/**
 * An erasure of a tenant and what its record says besides.
 *
 * @param id its id
 * @param attempt the number of the attempt that works at it; 0 for a reader
 * @param seq its number among those of tenants
 * @param at when it was asked for
 * @param erasure how far it is
 */
record StoredTenantErasure(String id, long attempt, long seq, Instant at,
		TenantErasure erasure) implements ErasureRecord<StoredTenantErasure, TenantErasure> {

	@Override
	public StoredTenantErasure with(TenantErasure further) {
		return new StoredTenantErasure(this.id, this.attempt, this.seq, this.at, further);
	}

	@Override
	public boolean fenced() {
		return this.erasure.status().fenced();
	}

	/** What it has done so far. */
	TenantReport report() {
		TenantErasure.Users users = this.erasure.users();
		return new TenantReport(this.id, this.erasure.request().tenant(), this.erasure.status(), this.at,
				this.erasure.times().completed(),
				new TenantReport.Users(users.waiting().size(), users.atWork().size(), users.erased(), users.held()),
				List.copyOf(this.erasure.stores().values()), this.erasure.request().outside(),
				new Backups(this.erasure.disk().outcome(), this.seq, this.erasure.request().again()),
				this.erasure.receipt());
	}

}
