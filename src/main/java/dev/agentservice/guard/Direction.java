package dev.agentservice.guard;

/**
 * Which way a text goes.
 */
enum Direction {

	/** To the model. */
	INPUT,
	/** From the model to the client, to a tool, to a log. */
	OUTPUT

}
