package dev.agentservice.simulator;

import java.io.IOException;
import java.util.Map;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.http.Exchange;
import dev.agentservice.simulator.http.HttpRequest;
import dev.agentservice.simulator.script.Traffic;
import dev.agentservice.simulator.usage.Bill;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells over HTTP what was billed and what goes on.
 */
final class Statistics {

	private static final Map<String, String> JSON = Map.of("content-type", "application/json");

	private final Simulator simulator;

	Statistics(Simulator simulator) {
		this.simulator = simulator;
	}

	void billing(HttpRequest request, Exchange exchange) throws IOException {
		ObjectNode document = Json.object();
		ObjectNode models = document.putObject("models");
		this.simulator.billing().byModel().forEach((model, bill) -> models.set(model, node(bill)));
		document.set("total", node(this.simulator.billing().total()));
		exchange.send(200, JSON, Json.bytes(document));
	}

	void requests(HttpRequest request, Exchange exchange) throws IOException {
		ObjectNode document = Json.object().put("open_connections", this.simulator.openConnections());
		document.set("openai", node(this.simulator.openai().traffic()));
		document.set("anthropic", node(this.simulator.anthropic().traffic()));
		exchange.send(200, JSON, Json.bytes(document));
	}

	private static ObjectNode node(Bill bill) {
		return Json.object()
			.put("calls", bill.calls())
			.put("input_tokens", bill.inputTokens())
			.put("cached_input_tokens", bill.cachedInputTokens())
			.put("cache_write_tokens", bill.cacheWriteTokens())
			.put("output_tokens", bill.outputTokens());
	}

	private static ObjectNode node(Traffic traffic) {
		return Json.object()
			.put("requests", traffic.requests())
			.put("in_flight", traffic.inFlight())
			.put("most_in_flight", traffic.mostInFlight())
			.put("clients_left", traffic.clientsLeft())
			.put("illegal", traffic.illegal());
	}

}
