package dev.agentservice.llm.model;

/**
 * Calls one model once. Runs on the calling thread.
 */
@FunctionalInterface
public interface ModelAttempt {

	/**
	 * Asks.
	 * @throws ModelException if there is no usable answer; whether another attempt
	 * follows depends on its kind
	 */
	ModelReply ask(ModelId model);

}
