package dev.agentservice.agent;

import dev.agentservice.llm.model.ModelReply;

/**
 * Where a run's model is asked what to do next. Around it all is the same: the guards,
 * our tools and their journal, the bill, the events.
 */
sealed interface Loop permits OwnLoop, RemoteLoop {

	/**
	 * Gets the next reply of a run: its answer, or calls of our tools.
	 * @param mayCallTools whether it may be the latter
	 * @throws dev.agentservice.llm.model.ModelException if there is none
	 */
	ModelReply ask(Run run, boolean mayCallTools);

	/** The run fails: what a provider keeps for its next part is of no use. */
	default void abandon(Run run) {
	}

}
