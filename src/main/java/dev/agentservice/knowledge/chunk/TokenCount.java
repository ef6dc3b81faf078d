package dev.agentservice.knowledge.chunk;

/**
 * How many tokens a text has for the model that reads it.
 */
@FunctionalInterface
public interface TokenCount {

	/** How many. */
	long of(String text);

}
