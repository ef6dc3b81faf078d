package dev.agentservice.guard.inspection;

/**
 * Which way a text goes.
 */
public enum Direction {

	/** To the model. */
	INPUT,
	/** From the model to the client, to a tool, to a log. */
	OUTPUT

}
