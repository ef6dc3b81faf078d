package dev.agentservice.simulator.openai;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.http.Exchange;
import dev.agentservice.simulator.http.Handler;
import dev.agentservice.simulator.http.HttpRequest;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /v1/models}. The list is an example: a simulated provider answers for any
 * model.
 */
public final class OpenAiModels implements Handler {

	private static final List<String> EXAMPLES = List.of("gpt-5.4", "gpt-5.4-mini", "text-embedding-3-small");

	@Override
	public void handle(HttpRequest request, Exchange exchange) throws IOException {
		ObjectNode list = Json.object().put("object", "list");
		ArrayNode models = list.putArray("data");
		EXAMPLES.forEach((id) -> models.addObject()
			.put("id", id)
			.put("object", "model")
			.put("created", 1_760_000_000)
			.put("owned_by", "simulator"));
		exchange.send(200, Map.of("content-type", "application/json"), Json.bytes(list));
	}

}
