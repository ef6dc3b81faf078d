package dev.agentservice.llm.model;

/**
 * Gets a model's answer while it is being written. Called on the calling thread.
 */
@FunctionalInterface
public interface DeltaListener {

	/** The next piece of the answer's text; never empty. */
	void onDelta(String text);

	/** Whether a streaming client waits for the first piece. */
	default boolean readsAlong() {
		return true;
	}

}
