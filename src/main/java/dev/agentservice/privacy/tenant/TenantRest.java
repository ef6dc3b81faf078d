package dev.agentservice.privacy.tenant;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.agentservice.privacy.progress.Step;
import dev.agentservice.privacy.receipt.ErasureReport.KeptReport;
import dev.agentservice.privacy.receipt.ErasureReport.StoreReport;
import dev.agentservice.privacy.tenant.TenantErasure.Later;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Kept;
import dev.agentservice.support.personal.Slice;

import org.springframework.stereotype.Component;

/**
 * What a store of a tenant erases only when the erasure is completed: whose today's money
 * was, when the day has ended.
 */
@Component
class TenantRest {

	private static final Duration SLICE = Duration.ofSeconds(1);

	private final TenantStores stores;

	private final Clock clock = Clock.systemUTC();

	TenantRest(TenantStores stores) {
		this.stores = stores;
	}

	/** Whether it may be erased by now. */
	boolean isDue(TenantErasure erasure) {
		Later later = erasure.later();
		return later != null && !later.at().isAfter(this.clock.instant());
	}

	/** Erases a slice of it. */
	TenantErasure slice(TenantErasure erasure) {
		Later later = erasure.later();
		if (later == null) {
			return erasure;
		}
		String name = later.store();
		Slice slice = this.stores.named(name).erase(erasure.request().tenant(), later.cursor(), Deadline.after(SLICE));
		if (slice instanceof Slice.More(long found, long _, String cursor)) {
			return erasure.found(name, found).with(new Later(name, cursor, later.at()));
		}
		return told(erasure.withNothingLater(), name, slice);
	}

	/** An erasure after the last slice of a store. */
	TenantErasure told(TenantErasure erasure, String store, Slice slice) {
		TenantErasure found = erasure.found(store, slice.found());
		return switch (slice) {
			case Slice.More _ -> throw new IllegalArgumentException("It was not the last");
			case Slice.Done done -> keeping(found, store, done.kept());
			case Slice.Later later ->
				keeping(found, store, later.kept()).with(new Later(store, later.cursor(), later.at()));
		};
	}

	/** What stays of a store, as the receipt has it. */
	static TenantErasure keeping(TenantErasure erasure, String store, List<Kept> kept) {
		StoreReport before = erasure.stores().get(store);
		if (before == null) {
			return erasure;
		}
		return erasure.with(new StoreReport(store, before.found(), before.deleted(),
				kept.stream().map(KeptReport::of).toList(), before.verifiedAt()));
	}

	/** The next step of a completed one: when the rest is due, or none. */
	Step<TenantErasure> next(TenantErasure erasure) {
		Later later = erasure.later();
		if (later == null) {
			return Step.last(erasure);
		}
		Duration time = Duration.between(this.clock.instant(), later.at());
		return Step.after(time.isNegative() ? Duration.ZERO : time, erasure);
	}

}
