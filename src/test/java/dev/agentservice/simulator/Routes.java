package dev.agentservice.simulator;

import java.io.IOException;
import java.util.Map;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.http.Exchange;
import dev.agentservice.simulator.http.Handler;
import dev.agentservice.simulator.http.HttpRequest;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the handler of a request by method and path.
 *
 * @param handlers by method and path, for example {@code GET /v1/models}
 */
record Routes(Map<String, Handler> handlers) implements Handler {

	@Override
	public void handle(HttpRequest request, Exchange exchange) throws IOException {
		this.handlers.getOrDefault(request.method() + " " + request.path(), Routes::unknown).handle(request, exchange);
	}

	private static void unknown(HttpRequest request, Exchange exchange) throws IOException {
		ObjectNode document = Json.object();
		document.putObject("error")
			.put("message", "Invalid URL (" + request.method() + " " + request.path() + ")")
			.put("type", "invalid_request_error");
		exchange.send(404, Map.of("content-type", "application/json"), Json.bytes(document));
	}

}
