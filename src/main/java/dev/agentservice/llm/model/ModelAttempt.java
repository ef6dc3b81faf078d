package dev.agentservice.llm.model;

/**
 * Asks one model once. Called on the thread that wants the answer.
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
