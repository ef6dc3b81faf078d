package dev.agentservice.privacy.erasure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.agentservice.privacy.erasure.Erasure.Rest;
import dev.agentservice.privacy.progress.Step;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;

import org.springframework.stereotype.Component;

/**
 * What stores erase only when an erasure is completed: today's money, when the day has
 * ended.
 */
@Component
class LaterErasures {

	private static final Duration SLICE = Duration.ofSeconds(1);

	private final ErasureScripts scripts;

	private final Map<String, PersonalDataStore> stores;

	private final Clock clock = Clock.systemUTC();

	LaterErasures(ErasureScripts scripts, List<PersonalDataStore> stores) {
		this.scripts = scripts;
		this.stores = stores.stream()
			.collect(Collectors.toUnmodifiableMap(PersonalDataStore::name, Function.identity()));
	}

	/** Whether a store has something to erase by now. */
	boolean due(Erasure erasure) {
		return first(erasure).filter((rest) -> !rest.at().isAfter(this.clock.instant())).isPresent();
	}

	/** Has the store that is due first erase a slice. */
	Erasure slice(StoredErasure stored) {
		Erasure erasure = stored.erasure();
		Rest rest = first(erasure).orElseThrow();
		String name = erasure.stores()
			.entrySet()
			.stream()
			.filter((store) -> rest.equals(store.getValue().later()))
			.findFirst()
			.orElseThrow()
			.getKey();
		Slice slice = Objects.requireNonNull(this.stores.get(name), name)
			.erase(new Subject(erasure.request().user(), erasure.request().tenant(), this.scripts.runs(stored.id())),
					rest.cursor(), Deadline.after(SLICE));
		Erasure.Store before = erasure.store(name);
		Erasure.Store sum = before.plus(slice.found(), slice.deleted());
		return erasure.with(name, switch (slice) {
			case Slice.More more -> sum.keeping(before.kept(), new Rest(more.cursor(), rest.at()));
			case Slice.Done done -> sum.keeping(done.kept(), null);
			case Slice.Later later -> sum.keeping(later.kept(), new Rest(later.cursor(), later.at()));
		});
	}

	/** The next step: when the next store is due, or none. */
	static Step<Erasure> next(Erasure erasure) {
		return first(erasure).map((rest) -> Step.after(until(rest.at()), erasure)).orElseGet(() -> Step.last(erasure));
	}

	private static Optional<Rest> first(Erasure erasure) {
		return erasure.stores()
			.values()
			.stream()
			.map(Erasure.Store::later)
			.filter(Objects::nonNull)
			.min(Comparator.comparing(Rest::at));
	}

	private static Duration until(Instant at) {
		Duration time = Duration.between(Instant.now(), at);
		return time.isNegative() ? Duration.ZERO : time;
	}

}
