package dev.agentservice.privacy.erasure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.UserTag;
import dev.agentservice.privacy.disk.DiskWatch;
import dev.agentservice.privacy.erasure.Erasure.Times;
import dev.agentservice.privacy.hold.HeldCopies;
import dev.agentservice.privacy.progress.Step;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.privacy.receipt.Receipts;
import dev.agentservice.support.personal.Kept;

import org.springframework.stereotype.Component;

/**
 * The steps of an erasure after the user's data are gone from the stores: older copies on
 * disk, the receipt, and what the stores erase later.
 */
@Component
class Settlement {

	private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

	/** What receipts call the copies of legal holds. */
	private static final String HOLD = "privacy.hold";

	private final DiskWatch disk;

	private final Receipts receipts;

	private final Audit audit;

	private final ErasureMetrics metrics;

	private final LaterErasures later;

	private final HeldCopies holds;

	private final Clock clock = Clock.systemUTC();

	Settlement(DiskWatch disk, Receipts receipts, Audit audit, ErasureMetrics metrics, LaterErasures later,
			HeldCopies holds) {
		this.disk = disk;
		this.receipts = receipts;
		this.audit = audit;
		this.metrics = metrics;
		this.later = later;
		this.holds = holds;
	}

	/** Notes how often the files of Redis were written anew before. */
	Erasure mark(Erasure erasure) {
		return erasure.with(this.disk.mark(erasure.disk()));
	}

	Step<Erasure> next(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		if (erasure.status() == ErasureStatus.COMPLETED) {
			return this.later.due(erasure) ? LaterErasures.next(signed(stored.with(this.later.slice(stored))))
					: LaterErasures.next(erasure);
		}
		if (erasure.status() == ErasureStatus.HELD) {
			return this.later.due(erasure) ? Step.on(signed(stored.with(this.later.slice(stored)))) : end(stored);
		}
		Erasure looked = look(erasure);
		return looked.disk().pending() ? Step.after(LOOK_AGAIN, looked) : end(stored.with(looked));
	}

	private Erasure look(Erasure erasure) {
		Instant since = Objects.requireNonNullElse(erasure.times().settled(), Instant.EPOCH);
		return erasure.with(this.disk.look(erasure.disk(), since));
	}

	/** Nothing is left, perhaps but for the copy of a legal hold. */
	private Step<Erasure> end(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		Optional<Kept> copy = this.holds.find(erasure.request().user(),
				Objects.requireNonNullElse(erasure.times().settled(), this.clock.instant()));
		if (erasure.status() == ErasureStatus.HELD) {
			return copy.isPresent() ? Step.after(LOOK_AGAIN, held(stored, copy.get())) : complete(stored);
		}
		audit(stored);
		this.metrics.ended(copy.isPresent() ? ErasureStatus.HELD : ErasureStatus.COMPLETED, stored.at(),
				this.clock.instant());
		return copy.isPresent() ? Step.after(LOOK_AGAIN, held(stored, copy.get())) : complete(stored);
	}

	/** The receipt names the copy; it is signed anew only when that has changed. */
	private Erasure held(StoredErasure stored, Kept copy) {
		Erasure erasure = stored.erasure();
		Erasure.Store named = new Erasure.Store(1, 0, List.of(copy), null, null);
		return named.equals(erasure.store(HOLD)) ? erasure
				: signed(stored.with(erasure.with(HOLD, named).at(ErasureStatus.HELD)));
	}

	private Step<Erasure> complete(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		Times times = erasure.times();
		Erasure completed = erasure.with(new Times(times.fenced(), times.settled(), this.clock.instant()))
			.at(ErasureStatus.COMPLETED);
		Erasure released = erasure.stores().containsKey(HOLD)
				? completed.with(HOLD, new Erasure.Store(1, 1, List.of(), this.clock.instant(), null)) : completed;
		return LaterErasures.next(signed(stored.with(released)));
	}

	/** The ledger does not know in whose log an erasure was that is done again. */
	private void audit(StoredErasure stored) {
		Erasure.Request request = stored.erasure().request();
		if (!request.again()) {
			this.audit.record(new AuditEntry(request.organisation(), request.credential(), new UserTag(request.actor()),
					"privacy.erased", request.user(), null, stored.id()));
		}
	}

	private Erasure signed(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		Erasure unsigned = new Erasure(erasure.request(), erasure.status(), erasure.place(), erasure.stores(),
				erasure.disk(), erasure.times(), null);
		return erasure.with(this.receipts.sign(stored.with(unsigned).report()));
	}

}
