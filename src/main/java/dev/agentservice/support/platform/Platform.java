package dev.agentservice.support.platform;

/**
 * What the service may count on between two requests.
 */
enum Platform {

	/** A process that goes on, with threads that work in the background. */
	SERVER,
	/**
	 * Nothing: the process is frozen, throttled or ended when no request is at work. So
	 * nothing outlives a request, and nothing is left to a background thread.
	 */
	REQUEST

}
