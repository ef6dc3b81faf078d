package dev.agentservice.simulator.openai;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.http.Exchange;
import dev.agentservice.simulator.http.Handler;
import dev.agentservice.simulator.http.HttpRequest;
import dev.agentservice.simulator.usage.Billing;
import dev.agentservice.simulator.usage.PromptTokens;
import dev.agentservice.simulator.usage.Tokenizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/embeddings}, as floats or in base 64.
 */
public final class OpenAiEmbeddings implements Handler {

	private static final int DIMENSIONS = 1536;

	private final OpenAiProtocol protocol = new OpenAiProtocol(new OpenAiDialect());

	private final Billing billing;

	public OpenAiEmbeddings(Billing billing) {
		this.billing = billing;
	}

	@Override
	public void handle(HttpRequest request, Exchange exchange) throws IOException {
		try {
			OpenAiErrors.demandKey(request);
			exchange.send(200, Map.of("content-type", "application/json"), Json.bytes(answer(request)));
		}
		catch (Refusal refusal) {
			exchange.send(refusal.status(), Map.of("content-type", "application/json"), this.protocol.error(refusal));
		}
	}

	private ObjectNode answer(HttpRequest request) throws Refusal {
		JsonNode body = Json.parseObject(request.body())
			.orElseThrow(() -> OpenAiErrors.invalid("We could not parse the JSON body of your request.", null, null));
		JsonNode input = body.path("input");
		List<String> texts = input.isString() ? List.of(input.stringValue())
				: input.valueStream().map((text) -> text.asString("")).toList();
		if (texts.isEmpty() || texts.stream().anyMatch(String::isEmpty)) {
			throw OpenAiErrors.invalid("'$.input' is invalid. Please check the API reference.", null, null);
		}
		int tokens = texts.stream().mapToInt(Tokenizer::count).sum();
		String model = body.path("model").asString("");
		this.billing.charge(this.protocol.provider(), model, new PromptTokens(tokens, 0, 0), 0);
		ObjectNode answer = Json.object().put("object", "list").set("data", vectors(texts, body));
		answer.put("model", model).putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
		return answer;
	}

	private static ArrayNode vectors(List<String> texts, JsonNode body) {
		int dimensions = body.path("dimensions").asInt(DIMENSIONS);
		boolean base64 = body.path("encoding_format").asString("float").equals("base64");
		ArrayNode data = Json.array();
		for (int i = 0; i < texts.size(); i++) {
			Embedding embedding = Embedding.of(texts.get(i), dimensions);
			ObjectNode entry = data.addObject().put("object", "embedding").put("index", i);
			entry.set("embedding", base64 ? embedding.base64() : embedding.floats());
		}
		return data;
	}

}
