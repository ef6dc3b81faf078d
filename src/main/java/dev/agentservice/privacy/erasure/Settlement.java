package dev.agentservice.privacy.erasure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.UserTag;
import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.privacy.erasure.Erasure.Rest;
import dev.agentservice.privacy.erasure.Erasure.Times;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.privacy.receipt.Receipts;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The steps of an erasure after the user's data are gone from the stores: older copies on
 * disk, the receipt, and what the stores erase later.
 */
@Component
class Settlement {

	private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

	private static final Duration SLICE = Duration.ofSeconds(1);

	private final RedisStore redis;

	private final ErasureScripts scripts;

	private final Receipts receipts;

	private final Audit audit;

	private final ErasureMetrics metrics;

	private final Map<String, PersonalDataStore> stores;

	private final Duration diskPatience;

	private final Clock clock = Clock.systemUTC();

	Settlement(RedisStore redis, ErasureScripts scripts, Receipts receipts, Audit audit, ErasureMetrics metrics,
			List<PersonalDataStore> stores, PrivacyProperties properties) {
		this.redis = redis;
		this.scripts = scripts;
		this.receipts = receipts;
		this.audit = audit;
		this.metrics = metrics;
		this.stores = stores.stream()
			.collect(java.util.stream.Collectors.toUnmodifiableMap(PersonalDataStore::name, (store) -> store));
		this.diskPatience = properties.diskPatience();
	}

	/** Notes how often the files of Redis were written anew before. */
	Erasure mark(Erasure erasure) {
		return erasure.with(new Erasure.Disk(erasure.disk().outcome(), marks()));
	}

	Step next(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		if (erasure.status() == ErasureStatus.COMPLETED) {
			return rest(stored);
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
		Erasure.Request request = stored.erasure().request();
		this.audit.record(new AuditEntry(request.organisation(), request.credential(), new UserTag(request.actor()),
				"privacy.erased", request.user(), null, stored.id()));
		Times times = stored.erasure().times();
		Erasure completed = stored.erasure()
			.with(new Times(times.fenced(), times.settled(), this.clock.instant()))
			.at(ErasureStatus.COMPLETED);
		this.metrics.completed(stored.at(), this.clock.instant());
		return due(signed(stored.with(completed)));
	}

	/** What a store could only erase later. */
	private Step rest(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		Optional<String> next = erasure.stores()
			.entrySet()
			.stream()
			.filter((store) -> isDue(store.getValue().later()))
			.map(Map.Entry::getKey)
			.findFirst();
		if (next.isEmpty()) {
			return due(erasure);
		}
		Erasure.Store before = erasure.store(next.get());
		Rest rest = Objects.requireNonNull(before.later());
		Slice slice = Objects.requireNonNull(this.stores.get(next.get()))
			.erase(new Subject(erasure.request().user(), erasure.request().tenant(), this.scripts.runs(stored.id())),
					rest.cursor(), Deadline.after(SLICE));
		Erasure.Store sum = before.plus(slice.found(), slice.deleted());
		Erasure.Store after = switch (slice) {
			case Slice.More more -> sum.keeping(before.kept(), new Rest(more.cursor(), rest.at()));
			case Slice.Done done -> sum.keeping(done.kept(), null);
			case Slice.Later later -> sum.keeping(later.kept(), new Rest(later.cursor(), later.at()));
		};
		return due(signed(stored.with(erasure.with(next.get(), after))));
	}

	private boolean isDue(@Nullable Rest rest) {
		return rest != null && !rest.at().isAfter(this.clock.instant());
	}

	private Erasure signed(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		Erasure unsigned = new Erasure(erasure.request(), erasure.status(), erasure.place(), erasure.stores(),
				erasure.disk(), erasure.times(), null);
		return erasure.with(this.receipts.sign(stored.with(unsigned).report()));
	}

	/** When the next store erases what it could not before. */
	private Step due(Erasure erasure) {
		return erasure.stores()
			.values()
			.stream()
			.map(Erasure.Store::later)
			.filter(Objects::nonNull)
			.map(Rest::at)
			.min(Comparator.naturalOrder())
			.map((at) -> Step.after(positive(Duration.between(this.clock.instant(), at)), erasure))
			.orElseGet(() -> Step.last(erasure));
	}

	private static Duration positive(Duration time) {
		return time.isNegative() ? Duration.ZERO : time;
	}

}
