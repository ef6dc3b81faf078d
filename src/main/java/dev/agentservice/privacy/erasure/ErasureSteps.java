package dev.agentservice.privacy.erasure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.agentservice.identity.UserTag;
import dev.agentservice.privacy.erasure.Erasure.Place;
import dev.agentservice.privacy.erasure.Erasure.Times;
import dev.agentservice.privacy.progress.Step;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * The steps of an erasure until nothing of the user is left. Each is bounded, and may be
 * done again after a crash.
 */
@Component
class ErasureSteps {

	private static final Logger logger = LoggerFactory.getLogger(ErasureSteps.class);

	/** As long as a lease of a run: what has not stopped by then cannot write. */
	private static final Duration DRAIN = Duration.ofSeconds(15);

	private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

	private static final Duration SLICE = Duration.ofSeconds(1);

	private static final Duration ROUND = Duration.ofSeconds(1);

	private final ErasureScripts scripts;

	private final ErasureLedger ledger;

	private final UserFence fence;

	private final ErasureCheck check;

	private final Settlement settlement;

	private final List<PersonalDataStore> stores;

	private final Clock clock = Clock.systemUTC();

	ErasureSteps(ErasureScripts scripts, ErasureLedger ledger, UserFence fence, ErasureCheck check,
			Settlement settlement, List<PersonalDataStore> stores) {
		this.scripts = scripts;
		this.ledger = ledger;
		this.fence = fence;
		this.check = check;
		this.settlement = settlement;
		this.stores = stores.stream().sorted(Comparator.comparing(PersonalDataStore::name)).toList();
	}

	/** Takes the next step. */
	Step<Erasure> next(StoredErasure stored) {
		return switch (stored.erasure().status()) {
			case FENCING -> fence(stored);
			case DRAINING -> drain(stored);
			case ERASING -> (stored.erasure().place().store() < 0) ? eraseKeys(stored) : eraseStore(stored);
			case VERIFYING -> stored.erasure().place().clean() ? lower(stored) : verify(stored);
			case SETTLING, HELD, COMPLETED -> this.settlement.next(stored);
		};
	}

	/** The ledger first: what is deleted and not in it would come back with a backup. */
	private Step<Erasure> fence(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		if (!erasure.place().recorded()) {
			this.ledger.append(stored);
			return Step.on(erasure.with(erasure.place().withRecorded()));
		}
		boolean blocked = this.fence.raise(user(erasure), stored.id()) == UserFence.Raised.WAS_BLOCKED;
		Erasure fenced = erasure.with(new Times(this.clock.instant(), null, null));
		return Step.on((blocked ? fenced.blocked() : fenced).at(ErasureStatus.DRAINING));
	}

	private Step<Erasure> drain(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		Subject subject = subject(stored);
		boolean quiet = true;
		for (PersonalDataStore store : this.stores) {
			quiet &= store.drain(subject);
		}
		Instant fenced = erasure.times().fenced();
		if (quiet || fenced == null || fenced.plus(DRAIN).isBefore(this.clock.instant())) {
			return Step.on(erasure.at(ErasureStatus.ERASING));
		}
		return Step.after(LOOK_AGAIN, erasure);
	}

	/** Runs are noted before their records go: other stores need to know them. */
	private Step<Erasure> eraseKeys(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		Optional<List<String>> members = this.fence.members(user(erasure), stored.id());
		if (members.isEmpty()) {
			return unfenced(erasure);
		}
		if (members.get().isEmpty()) {
			boolean fenced = this.fence.erase(user(erasure), stored.id(), List.of("stored"));
			return fenced ? Step.on(erasure.with(erasure.place().at(0, ""))) : unfenced(erasure);
		}
		this.scripts.met(stored.id(), runs(members.get()));
		boolean fenced = this.fence.erase(user(erasure), stored.id(), members.get());
		return fenced ? Step.on(erasure) : unfenced(erasure);
	}

	private Step<Erasure> eraseStore(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		Place place = erasure.place();
		if (place.store() >= this.stores.size()) {
			return Step.on(erasure.at(ErasureStatus.VERIFYING, place.at(-1, "")));
		}
		if (this.fence.members(user(erasure), stored.id()).isEmpty()) {
			return unfenced(erasure);
		}
		PersonalDataStore store = this.stores.get(place.store());
		if (store.isBelowTenant() && erasure.isPart()) {
			return Step.on(erasure.with(place.at(place.store() + 1, "")));
		}
		Slice slice = store.erase(subject(stored), place.cursor(), Deadline.after(SLICE));
		Erasure.Store sum = erasure.store(store.name()).plus(slice.found(), slice.deleted());
		return Step.on(switch (slice) {
			case Slice.More more -> erasure.with(store.name(), sum).with(place.at(place.store(), more.cursor()));
			case Slice.Done done ->
				erasure.with(store.name(), sum.keeping(done.kept(), null)).with(place.at(place.store() + 1, ""));
			case Slice.Later later ->
				erasure.with(store.name(), sum.keeping(later.kept(), new Erasure.Rest(later.cursor(), later.at())))
					.with(place.at(place.store() + 1, ""));
		});
	}

	private Step<Erasure> verify(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		ErasureCheck.Found found = erasure.looksAlone() ? this.check.look(subject(stored), erasure.place().cursor())
				: this.check.lookAtStores(subject(stored), !erasure.isPart());
		if (!found.clean()) {
			logger.atWarn()
				.addKeyValue("erasure", stored.id())
				.addKeyValue("count", found.count())
				.addKeyValue("kinds", found.kinds())
				.log("Something was left after an erasure, it is erased again");
			this.scripts.met(stored.id(), runs(found.members()));
			boolean fenced = found.members().isEmpty() || this.fence.erase(user(erasure), stored.id(), found.members());
			return fenced ? Step.after(ROUND, erasure.at(ErasureStatus.ERASING, erasure.place().again()))
					: unfenced(erasure);
		}
		if (!found.next().isEmpty()) {
			// The keys of many users take longer than a fence stands that nobody renews.
			boolean fenced = this.fence.members(user(erasure), stored.id()).isPresent();
			return fenced ? Step.after(found.pause(), erasure.with(erasure.place().at(-1, found.next())))
					: unfenced(erasure);
		}
		return this.fence.counts(user(erasure), stored.id())
			.map((counts) -> Step.on(counted(erasure, counts).with(erasure.place().cleaned())))
			.orElseGet(() -> unfenced(erasure));
	}

	/** The user may come back from here on: what follows concerns older copies only. */
	private Step<Erasure> lower(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		Erasure marked = this.settlement.mark(erasure);
		boolean blocked = this.fence.lower(user(erasure), stored.id(),
				erasure.request().block()) == UserFence.Lowered.BLOCKED;
		Times times = new Times(erasure.times().fenced(), this.clock.instant(), null);
		return Step.on((blocked ? marked.blocked() : marked).with(times).at(ErasureStatus.SETTLING));
	}

	/** What no store calls its own is said, too. */
	private Erasure counted(Erasure erasure, Map<String, Long> counts) {
		Instant now = this.clock.instant();
		Map<String, Long> others = new HashMap<>(counts);
		Erasure counted = erasure;
		for (PersonalDataStore store : this.stores) {
			long own = store.kinds().stream().mapToLong((kind) -> sum(others.remove(kind))).sum();
			counted = counted.with(store.name(), counted.store(store.name()).plus(own, own).verified(now));
		}
		long rest = others.values().stream().mapToLong(Long::longValue).sum();
		return (rest > 0) ? counted.with("other", Erasure.Store.NOTHING.plus(rest, rest).verified(now)) : counted;
	}

	private static long sum(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

	/** It stood for a day without a replica: everything begins again. */
	private static Step<Erasure> unfenced(Erasure erasure) {
		return Step.on(erasure.at(ErasureStatus.FENCING, erasure.place().withRecorded()));
	}

	private Subject subject(StoredErasure stored) {
		Erasure.Request request = stored.erasure().request();
		return new Subject(request.user(), request.tenant(), this.scripts.runs(stored.id()));
	}

	private static UserTag user(Erasure erasure) {
		return new UserTag(erasure.request().user());
	}

	private static List<String> runs(List<String> members) {
		String kind = "run:";
		return members.stream()
			.filter((member) -> member.startsWith(kind))
			.map((member) -> member.substring(kind.length()).replaceFirst(":.*", ""))
			.distinct()
			.toList();
	}

}
