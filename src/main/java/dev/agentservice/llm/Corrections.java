package dev.agentservice.llm;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Remembers what refusals taught, as long as the replica lives: of so many models, and of
 * each what one can teach at most. Safe for use by several threads.
 */
final class Corrections {

	/** Far more than agents name. Of more the one is forgotten that learned first. */
	private static final int MOST_MODELS = 1000;

	private final Map<ModelId, Set<Correction>> byModel = new LinkedHashMap<>();

	/** The facts with all that was learned about the model. */
	synchronized RequestFacts applyTo(RequestFacts facts, ModelId model) {
		RequestFacts corrected = facts;
		for (Correction correction : this.byModel.getOrDefault(model, Set.of())) {
			corrected = correction.applyTo(corrected);
		}
		return corrected;
	}

	/** How much was learned about a model so far. */
	synchronized int count(ModelId model) {
		return this.byModel.getOrDefault(model, Set.of()).size();
	}

	/**
	 * Learns about a model, unless others have since the refused request was written:
	 * what they learned is to be tried first.
	 * @param seen how much was learned when it was written
	 * @return whether there is news; what was learned before did not help
	 */
	synchronized boolean learn(ModelId model, int seen, Correction correction) {
		if (count(model) != seen) {
			return true;
		}
		if (!this.byModel.containsKey(model) && this.byModel.size() == MOST_MODELS) {
			this.byModel.remove(this.byModel.keySet().iterator().next());
		}
		Set<Correction> known = this.byModel.computeIfAbsent(model, (_) -> new LinkedHashSet<>());
		if (correction instanceof Correction.Renamed && known.stream().anyMatch(Correction.Renamed.class::isInstance)) {
			return false;
		}
		return known.add(correction);
	}

	synchronized int size() {
		return this.byModel.size();
	}

}
