package dev.agentservice.llm.model;

/**
 * How much a model is to think before it answers. Each provider has its own parameter for
 * it; a model that cannot think is asked without one.
 */
public enum Reasoning {

	/** Not at all, where the model lets one say so. */
	OFF,
	/** A little. */
	LOW,
	/** As much as most tasks need. */
	MEDIUM,
	/** As much as the model can. */
	HIGH

}
