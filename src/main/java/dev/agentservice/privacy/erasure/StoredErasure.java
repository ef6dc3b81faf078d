package dev.agentservice.privacy.erasure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.agentservice.privacy.progress.ErasureRecord;
import dev.agentservice.privacy.receipt.ErasureReport;
import dev.agentservice.privacy.receipt.ErasureReport.Backups;
import dev.agentservice.privacy.receipt.ErasureReport.KeptReport;
import dev.agentservice.privacy.receipt.ErasureReport.StoreReport;

/**
 * An erasure and what its record says besides.
 *
 * @param id its id
 * @param attempt the number of the attempt that works at it; 0 for a reader
 * @param seq its number in the ledger
 * @param at when it was asked for
 * @param erasure how far it is
 */
record StoredErasure(String id, long attempt, long seq, Instant at,
		Erasure erasure) implements ErasureRecord<StoredErasure, Erasure> {

	@Override
	public StoredErasure with(Erasure further) {
		return new StoredErasure(this.id, this.attempt, this.seq, this.at, further);
	}

	@Override
	public boolean fenced() {
		return this.erasure.status().fenced();
	}

	/** What it has done so far. */
	ErasureReport report() {
		List<StoreReport> stores = new ArrayList<>();
		this.erasure.stores()
			.forEach((name, store) -> stores.add(new StoreReport(name, store.found(), store.deleted(),
					store.kept().stream().map(KeptReport::of).toList(), store.verifiedAt())));
		return new ErasureReport(this.id, this.erasure.request().user(), this.erasure.status(), this.at,
				this.erasure.times().completed(), this.erasure.request().block(), List.copyOf(stores),
				Objects.requireNonNullElse(this.erasure.request().outside(), List.of()),
				new Backups(this.erasure.disk().outcome(), this.seq, this.erasure.request().again()),
				this.erasure.receipt());
	}

}
