package dev.agentservice.llm.model;

/**
 * Hears a model's answer while it is being written. Called on the thread that asked.
 */
@FunctionalInterface
public interface DeltaListener {

	/** The next piece of the answer's text; never empty. */
	void onDelta(String text);

	/** Whether somebody waits for the first piece. */
	default boolean readsAlong() {
		return true;
	}

}
