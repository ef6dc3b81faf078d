package dev.agentservice.simulator.http;

import java.io.IOException;

/**
 * Answers requests; called on a virtual thread of its own for each.
 */
@FunctionalInterface
public interface Handler {

	/**
	 * Answers one request.
	 * @param request what the client asked
	 * @param exchange the way to answer it
	 * @throws ClientLeftException if the client went away meanwhile
	 */
	void handle(HttpRequest request, Exchange exchange) throws IOException;

}
