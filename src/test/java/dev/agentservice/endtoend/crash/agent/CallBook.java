package dev.agentservice.endtoend.crash.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.http.Exchange;
import dev.agentservice.simulator.http.HttpRequest;
import dev.agentservice.simulator.http.HttpServer;
import tools.jackson.databind.JsonNode;

/**
 * Where each call of a tool is entered, outside all replicas.
 */
final class CallBook implements AutoCloseable {

	private final Stops stops;

	private final List<Entry> entries = new CopyOnWriteArrayList<>();

	private final HttpServer server = HttpServer.start(0, this::handle);

	CallBook(Stops stops) {
		this.stops = stops;
	}

	/** Where it listens. */
	String url() {
		return "http://127.0.0.1:" + this.server.port();
	}

	/** All calls since {@link #clear()}. */
	List<Entry> entries() {
		return List.copyOf(this.entries);
	}

	void clear() {
		this.entries.clear();
	}

	@Override
	public void close() {
		this.server.close();
	}

	private void handle(HttpRequest request, Exchange exchange) throws IOException {
		JsonNode call = Json.parseObject(request.body()).orElseThrow();
		if (call.path("check").asBoolean()) {
			answer(exchange, find(call));
			return;
		}
		String replica = call.path("replica").asString();
		if (this.stops.pass(replica)) {
			return;
		}
		this.entries
			.add(new Entry(call.path("tool").asString(), arguments(call), call.path("side_effects").asBoolean()));
		if (!this.stops.pass(replica)) {
			answer(exchange, "done, no. " + this.entries.size());
		}
	}

	/**
	 * What a call was answered that has these arguments, perhaps among others; empty if
	 * there is none.
	 */
	private String find(JsonNode check) {
		return this.entries.stream()
			.filter((entry) -> entry.tool().equals(check.path("tool").asString()))
			.filter((entry) -> entry.arguments().containsAll(arguments(check)))
			.findFirst()
			.map((_) -> "done before")
			.orElse("");
	}

	private static List<String> arguments(JsonNode call) {
		return call.path("arguments").valueStream().map(JsonNode::asString).toList();
	}

	private static void answer(Exchange exchange, String text) throws IOException {
		exchange.send(200, Map.of("content-type", "text/plain"), text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A call that was made.
	 *
	 * @param tool the tool
	 * @param arguments its arguments
	 * @param sideEffects whether it has side effects
	 */
	record Entry(String tool, List<String> arguments, boolean sideEffects) {

	}

}
