package dev.agentservice.llm.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.settings.RequestFacts;

/**
 * Remembers corrections for an hour: of a bounded number of models, and for each a
 * bounded number. A refusal may have been a provider's temporary fault; a permanent one
 * is learned again from one more refusal, which costs nothing. Thread-safe.
 */
final class Corrections {

	/** Far more than agents name. Beyond it the oldest is forgotten. */
	private static final int MOST_MODELS = 1000;

	private static final Duration MEMORY = Duration.ofHours(1);

	private final Map<ModelId, Lessons> byModel = new LinkedHashMap<>();

	private final InstantSource clock;

	Corrections(InstantSource clock) {
		this.clock = clock;
	}

	/** The facts with all corrections of the model. */
	synchronized RequestFacts applyTo(RequestFacts facts, ModelId model) {
		RequestFacts corrected = facts;
		for (Correction correction : known(model)) {
			corrected = correction.applyTo(corrected);
		}
		return corrected;
	}

	/** The number of corrections of a model so far. */
	synchronized int count(ModelId model) {
		return known(model).size();
	}

	private Set<Correction> known(ModelId model) {
		Lessons lessons = this.byModel.get(model);
		if (lessons != null && !this.clock.instant().isBefore(lessons.end())) {
			this.byModel.remove(model);
			lessons = null;
		}
		return (lessons != null) ? lessons.corrections() : Set.of();
	}

	/**
	 * Learns about a model, unless other calls have since the refused request was
	 * written: their corrections are to be tried first.
	 * @param seen the number of corrections when it was written
	 * @return whether there is a new correction; earlier ones did not help
	 */
	synchronized boolean learn(ModelId model, int seen, Correction correction) {
		if (count(model) != seen) {
			return true;
		}
		if (!this.byModel.containsKey(model) && this.byModel.size() == MOST_MODELS) {
			this.byModel.remove(this.byModel.keySet().iterator().next());
		}
		Set<Correction> known = this.byModel
			.computeIfAbsent(model, (_) -> new Lessons(new LinkedHashSet<>(), this.clock.instant().plus(MEMORY)))
			.corrections();
		if (correction instanceof Correction.Renamed && known.stream().anyMatch(Correction.Renamed.class::isInstance)) {
			return false;
		}
		return known.add(correction);
	}

	synchronized int size() {
		return this.byModel.size();
	}

	/**
	 * The corrections of one model.
	 *
	 * @param corrections in the order in which they were learned
	 * @param end when they are forgotten
	 */
	private record Lessons(Set<Correction> corrections, Instant end) {

	}

}
