package dev.agentservice.knowledge.index.pinecone;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import com.sun.net.httpserver.HttpExchange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of a call is refused; {@link PineconeSimulator} names the sources.
 */
final class PineconeRules {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int MOST_METADATA = 40 * 1024;

	private static final int MOST_ID = 512;

	private static final int MOST_NUMBERS = 20_000;

	private PineconeRules() {
	}

	static void demandHead(HttpExchange exchange) {
		if (!PineconeSimulator.KEY.equals(exchange.getRequestHeaders().getFirst("Api-Key"))) {
			throw new Refusal(401, 16, "Invalid API Key");
		}
		demand(String.valueOf(exchange.getRequestHeaders().getFirst("X-Pinecone-Api-Version"))
			.matches("20\\d\\d-\\d\\d"), "X-Pinecone-Api-Version is missing");
		boolean isRead = exchange.getRequestURI().getPath().equals("/vectors/list");
		demand((isRead ? "GET" : "POST").equals(exchange.getRequestMethod()), "Method not allowed");
		demand(isRead
				|| String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")).startsWith("application/json"),
				"Content-Type must be application/json");
	}

	/** Those of a call without a body. */
	static JsonNode parameters(HttpExchange exchange) {
		ObjectNode all = JSON.createObjectNode();
		for (String one : String.valueOf(exchange.getRequestURI().getRawQuery()).split("&", -1)) {
			String[] parts = one.split("=", 2);
			all.put(parts[0], URLDecoder.decode(parts[parts.length - 1], StandardCharsets.UTF_8));
		}
		return all;
	}

	static String namespace(JsonNode body) {
		String name = body.path("namespace").asString("");
		demand(!name.isEmpty(), "namespace is missing");
		demand(name.chars().allMatch((one) -> one > 32 && one < 127), "namespace must be ASCII");
		return name;
	}

	static String id(JsonNode node) {
		String id = node.asString("");
		demand(node.isString() && !id.isEmpty(), "Vector ID is missing");
		demand(id.length() <= MOST_ID, "Vector ID must be at most 512 characters");
		demand(id.chars().allMatch((one) -> one > 0 && one < 128), "Vector ID must be ASCII");
		return id;
	}

	static float[] numbers(JsonNode node, int dimension) {
		demand(node.isArray() && node.size() <= MOST_NUMBERS, "values are missing");
		if (node.size() != dimension) {
			throw new Refusal(400, 3,
					"Vector dimension " + node.size() + " does not match the dimension of the index " + dimension);
		}
		float[] numbers = new float[node.size()];
		boolean some = false;
		for (int i = 0; i < numbers.length; i++) {
			demand(node.get(i).isNumber(), "values must be numbers");
			numbers[i] = (float) node.get(i).asDouble();
			some |= numbers[i] != 0;
		}
		demand(some, "Dense vectors must contain at least one non-zero value.");
		return numbers;
	}

	static JsonNode metadata(JsonNode node) {
		if (node.isMissingNode()) {
			return JSON.createObjectNode();
		}
		demand(node.isObject(), "metadata must be an object");
		int size = node.toString().getBytes(StandardCharsets.UTF_8).length;
		demand(size <= MOST_METADATA,
				"Metadata size is " + size + " bytes, which exceeds the limit of 40960 bytes per vector");
		node.forEach((value) -> demand(
				value.isString() || value.isNumber() || value.isBoolean()
						|| (value.isArray() && value.valueStream().allMatch(JsonNode::isString)),
				"Metadata value must be a string, number, boolean or list of strings"));
		return node;
	}

	static void demandMembers(JsonNode node, String... known) {
		demand(node.isObject(), "an object is expected");
		node.propertyNames().forEach((name) -> demand(Set.of(known).contains(name), "unknown member " + name));
	}

	static void demand(boolean holds, String message) {
		if (!holds) {
			throw new Refusal(400, 3, message);
		}
	}

	static final class Refusal extends RuntimeException {

		private static final long serialVersionUID = 1;

		final int status;

		final int code;

		final String message;

		Refusal(int status, int code, String message) {
			super(message);
			this.status = status;
			this.code = code;
			this.message = message;
		}

	}

}
