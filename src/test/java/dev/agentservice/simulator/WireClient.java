package dev.agentservice.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.simulator.chat.Json;
import tools.jackson.databind.JsonNode;

/**
 * Calls a simulator over plain HTTP, without any provider's client library.
 */
final class WireClient {

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Simulator simulator;

	WireClient(Simulator simulator) {
		this.simulator = simulator;
	}

	HttpResponse<String> openai(String json) throws IOException, InterruptedException {
		return send(post("/chat/completions", json).header("authorization", "Bearer sk-test"));
	}

	/** Asks the provider of this name, in OpenAI's protocol. */
	HttpResponse<String> ask(String provider, String json) throws IOException, InterruptedException {
		return send(
				HttpRequest.newBuilder(URI.create(this.simulator.baseUrl(provider) + "/chat/completions?api-version=1"))
					.header("authorization", "Bearer sk-test")
					.POST(HttpRequest.BodyPublishers.ofString(json)));
	}

	HttpResponse<String> anthropic(String json) throws IOException, InterruptedException {
		return send(post("/messages", json).header("x-api-key", "sk-ant").header("anthropic-version", "2023-06-01"));
	}

	HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
	}

	HttpRequest.Builder post(String path, String json) {
		return get(path).header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json));
	}

	HttpRequest.Builder get(String path) {
		return HttpRequest.newBuilder(URI.create(this.simulator.baseUrl()).resolve("/v1" + path));
	}

	/** What the simulator tells about itself. */
	JsonNode statistics(String name) throws IOException, InterruptedException {
		URI uri = URI.create(this.simulator.baseUrl()).resolve("/_simulator/" + name);
		return json(send(HttpRequest.newBuilder(uri)));
	}

	static JsonNode json(HttpResponse<String> response) {
		return Json.parseObject(response.body()).orElseThrow();
	}

	/** The names of a stream's events. */
	static List<String> eventNames(HttpResponse<String> response) {
		return lines(response, "event: ").toList();
	}

	/** The JSON objects in a stream. */
	static List<JsonNode> eventObjects(HttpResponse<String> response) {
		return lines(response, "data: ").flatMap((data) -> Json.parseObject(data).stream()).toList();
	}

	private static Stream<String> lines(HttpResponse<String> response, String prefix) {
		return response.body()
			.lines()
			.filter((line) -> line.startsWith(prefix))
			.map((line) -> line.substring(prefix.length()));
	}

}
