package dev.agentservice.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.agentservice.support.BlockingHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client app.
 *
 * @param baseUrl where the service is
 * @param key its API key
 */
public record Client(String baseUrl, String key) {

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final JsonMapper JSON = JsonMapper.shared();

	public Reply ask(String task) {
		return ask(Map.of("task", task));
	}

	public Reply ask(String sessionId, String task) {
		return ask(Map.of("task", task, "session_id", sessionId));
	}

	public Reply ask(Map<String, Object> request) {
		return send(post("/agent", request));
	}

	/** Asks under a name: who asks again gets the same run. */
	public Reply ask(String idempotencyKey, Map<String, Object> request) {
		return send(post("/agent", request).header("Idempotency-Key", idempotencyKey));
	}

	/** Asks without waiting for the answer. */
	public Reply submit(Map<String, Object> request) {
		return send(post("/agent", request).header("Prefer", "respond-async"));
	}

	/** The same under a name. */
	public Reply submit(String idempotencyKey, Map<String, Object> request) {
		return send(
				post("/agent", request).header("Prefer", "respond-async").header("Idempotency-Key", idempotencyKey));
	}

	/** The answer's head to a request that is not waited for. */
	public HttpHeaders submitted(Map<String, Object> request) {
		return BlockingHttp
			.send(HTTP, post("/agent", request).header("Prefer", "respond-async").build(), BodyHandlers.discarding())
			.headers();
	}

	/** Asks for events while they happen. */
	public EventStream stream(Map<String, Object> request) {
		return open(post("/agent", request));
	}

	/** Asks for events while they happen, under a name. */
	public EventStream stream(String idempotencyKey, Map<String, Object> request) {
		return open(post("/agent", request).header("Idempotency-Key", idempotencyKey));
	}

	/** Follows a run's events from the first. */
	public EventStream follow(String runId) {
		return open(request("/runs/" + runId + "/events").GET());
	}

	/** Follows a run's events behind the last one that is known. */
	public EventStream follow(String runId, long lastEventId) {
		return open(request("/runs/" + runId + "/events").header("Last-Event-ID", Long.toString(lastEventId)).GET());
	}

	public Reply cancel(String runId) {
		return post("/runs/" + runId + "/cancel");
	}

	/** Sends nothing but the wish. */
	public Reply post(String path) {
		return send(request(path).POST(BodyPublishers.noBody()));
	}

	public Reply get(String path) {
		return send(request(path).GET());
	}

	public Reply put(String path, String json) {
		return send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)));
	}

	public Reply delete(String path) {
		return send(request(path).DELETE());
	}

	public Reply delete(String path, String json) {
		return send(request(path).header("Content-Type", "application/json")
			.method("DELETE", BodyPublishers.ofString(json)));
	}

	private HttpRequest.Builder post(String path, Map<String, Object> body) {
		return request(path).header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.baseUrl + path))
			.timeout(Duration.ofSeconds(90))
			.header("Authorization", "Bearer " + this.key);
	}

	private static EventStream open(HttpRequest.Builder request) {
		return new EventStream(BlockingHttp.send(HTTP, request.header("Accept", "text/event-stream").build(),
				BodyHandlers.ofInputStream()));
	}

	private static Reply send(HttpRequest.Builder request) {
		HttpResponse<String> response = BlockingHttp.send(HTTP, request.build(), BodyHandlers.ofString());
		return new Reply(response.statusCode(), response.body());
	}

	/**
	 * What the service answered.
	 *
	 * @param status the HTTP status
	 * @param body the body as text
	 */
	public record Reply(int status, String body) {

		public JsonNode json() {
			return JSON.readTree(this.body);
		}

		public String text(String pointer) {
			return json().at(pointer).asString("");
		}

		/** The calls of tools and what came of each: {@code calculator ok}. */
		public List<String> toolSteps() {
			return json().at("/steps")
				.valueStream()
				.filter((step) -> step.at("/type").asString().equals("tool"))
				.map((step) -> step.at("/name").asString() + " " + step.at("/outcome").asString())
				.toList();
		}

	}

}
