package dev.agentservice.privacy.erasure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.UserTag;
import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.privacy.erasure.Erasure.Times;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.privacy.receipt.Receipts;
import dev.agentservice.support.redis.RedisStore;

import org.springframework.stereotype.Component;

/**
 * The steps of an erasure after the user's data are gone from the stores: older copies on
 * disk, the receipt, and what the stores erase later.
 */
@Component
class Settlement {

	private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

	private final RedisStore redis;

	private final Receipts receipts;

	private final Audit audit;

	private final ErasureMetrics metrics;

	private final LaterErasures later;

	private final Duration diskPatience;

	private final Clock clock = Clock.systemUTC();

	Settlement(RedisStore redis, Receipts receipts, Audit audit, ErasureMetrics metrics, LaterErasures later,
			PrivacyProperties properties) {
		this.redis = redis;
		this.receipts = receipts;
		this.audit = audit;
		this.metrics = metrics;
		this.later = later;
		this.diskPatience = properties.diskPatience();
	}

	/** Notes how often the files of Redis were written anew before. */
	Erasure mark(Erasure erasure) {
		return erasure.with(new Erasure.Disk(erasure.disk().outcome(), marks()));
	}

	Step next(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		if (erasure.status() == ErasureStatus.COMPLETED) {
			return this.later.due(erasure) ? LaterErasures.next(signed(stored.with(this.later.slice(stored))))
					: LaterErasures.next(erasure);
		}
		Erasure looked = look(erasure);
		return looked.disk().pending() ? Step.after(LOOK_AGAIN, looked) : complete(stored.with(looked));
	}

	private Erasure look(Erasure erasure) {
		Instant since = Objects.requireNonNullElse(erasure.times().settled(), Instant.EPOCH);
		if (since.plus(this.diskPatience).isBefore(this.clock.instant())) {
			return erasure.with(erasure.disk().as("unknown"));
		}
		List<DiskMark> now = marks();
		if (!DiskMark.comparable(erasure.disk().marks(), now)) {
			// One has restarted, or was not readable: what it has written counts from
			// now.
			return erasure.with(new Erasure.Disk(erasure.disk().outcome(), now));
		}
		return DiskMark.allGone(erasure.disk().marks(), now) ? erasure.with(erasure.disk().as("done")) : erasure;
	}

	/** None if Redis does not say: a managed one often forbids it. */
	private List<DiskMark> marks() {
		try {
			return this.redis.info().join().stream().map(DiskMark::of).toList();
		}
		catch (CompletionException _) {
			return List.of();
		}
	}

	private Step complete(StoredErasure stored) {
		audit(stored);
		Times times = stored.erasure().times();
		Erasure completed = stored.erasure()
			.with(new Times(times.fenced(), times.settled(), this.clock.instant()))
			.at(ErasureStatus.COMPLETED);
		this.metrics.completed(stored.at(), this.clock.instant());
		return LaterErasures.next(signed(stored.with(completed)));
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
