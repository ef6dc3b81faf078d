package dev.agentservice.llm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The models of one run, in the order of their calls. A model that took over stays first,
 * so that a run does not try the failed one again before each of its steps. Used by the
 * run's thread only.
 */
public final class ModelChain {

	private final ModelId chosen;

	private final List<ModelId> models;

	/**
	 * A chain.
	 * @param chosen called first
	 * @param fallback called one after another when the one before has failed
	 */
	public ModelChain(ModelId chosen, List<ModelId> fallback) {
		this.chosen = chosen;
		this.models = new ArrayList<>(Stream.concat(Stream.of(chosen), fallback.stream()).distinct().toList());
	}

	/** Whether this is the model that is called while nothing fails. */
	public boolean isChosen(ModelId model) {
		return this.chosen.equals(model);
	}

	public List<ModelId> models() {
		return List.copyOf(this.models);
	}

	public void answered(ModelId model) {
		this.models.remove(model);
		this.models.addFirst(model);
	}

}
