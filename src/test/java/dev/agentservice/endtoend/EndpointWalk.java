package dev.agentservice.endtoend;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.support.BlockingHttp;

/**
 * Asks every endpoint of a replica, one after the other.
 *
 * @param service the replica's clients' port
 * @param management its management port
 * @param runId a run that is over
 */
record EndpointWalk(Client service, Client management, String runId) {

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final int AGAIN = 5;

	private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z_]+)\"");

	private static final String JSON = "application/json";

	private static final String SSE = "text/event-stream";

	private static final String TASK = "{\"task\": \"Hello.\", \"session_id\": \"walked\"}";

	private static final String CHAT = "{\"model\": \"assistant\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}";

	/**
	 * Asks all. An answer that is late may be so because of other load, so the fastest of
	 * some counts.
	 * @param patience how long each may take before its client gives up
	 * @param promised how soon each should be answered
	 */
	List<Answer> answers(Duration patience, Duration promised) {
		List<Answer> answers = new ArrayList<>();
		for (Endpoint endpoint : endpoints()) {
			Answer answer = ask(endpoint, patience);
			for (int again = 0; again < AGAIN && answer.took().compareTo(promised) > 0; again++) {
				answer = ask(endpoint, patience);
			}
			answers.add(answer);
		}
		return answers;
	}

	private List<Endpoint> endpoints() {
		String run = "/runs/" + this.runId;
		return List.of(post("/agent", JSON, TASK), post("/agent", SSE, TASK), post("/v1/chat/completions", JSON, CHAT),
				post("/v1/chat/completions", SSE, "{\"stream\": true, " + CHAT.substring(1)), get("/v1/models"),
				get("/agents"), get("/runs"), get(run), new Endpoint("GET", run + "/events", SSE, "", false),
				post(run + "/cancel", JSON, ""), get("/sessions"), get("/sessions/walked"),
				new Endpoint("DELETE", "/sessions/gone", JSON, "", false), get("/users/me/usage"),
				get("/users/me/storage"), get("/ops/usage"), get("/ops/audit"), get("/ops/dead"),
				get("/ops/budgets/acme/ada"),
				new Endpoint("PUT", "/ops/budgets/acme/ada", JSON, "{\"limit_usd\": 5, \"reason\": \"walked\"}", false),
				get("/v3/api-docs"), actuator("/health"), actuator("/health/liveness"), actuator("/health/readiness"),
				actuator("/health/dependencies"), actuator("/info"), actuator("/prometheus"));
	}

	private Answer ask(Endpoint endpoint, Duration patience) {
		Client client = endpoint.management() ? this.management : this.service;
		HttpRequest request = HttpRequest.newBuilder(URI.create(client.baseUrl() + endpoint.path()))
			.timeout(patience)
			.header("Authorization", "Bearer " + client.key())
			.header("Content-Type", JSON)
			.header("Accept", endpoint.accept())
			.method(endpoint.method(), BodyPublishers.ofString(endpoint.body()))
			.build();
		long begun = System.nanoTime();
		try {
			HttpResponse<String> response = BlockingHttp.send(HTTP, request, BodyHandlers.ofString());
			Matcher code = CODE.matcher(response.body());
			return new Answer(endpoint, response.statusCode(),
					(response.statusCode() >= 400 && code.find()) ? code.group(1) : "",
					response.headers().firstValue("Retry-After").isPresent(),
					Duration.ofNanos(System.nanoTime() - begun));
		}
		catch (UncheckedIOException ex) {
			return new Answer(endpoint, 0, ex.toString(), false, Duration.ofNanos(System.nanoTime() - begun));
		}
	}

	private static Endpoint get(String path) {
		return new Endpoint("GET", path, JSON, "", false);
	}

	private static Endpoint post(String path, String accept, String body) {
		return new Endpoint("POST", path, accept, body, false);
	}

	private static Endpoint actuator(String path) {
		return new Endpoint("GET", "/actuator" + path, "*/*", "", true);
	}

	/** What is asked. */
	record Endpoint(String method, String path, String accept, String body, boolean management) {

		/** In a table: without the id of a run. */
		String label() {
			return this.method + " " + this.path.replaceAll("run_[0-9A-Z]{26}", "{id}")
					+ (this.accept.equals(SSE) ? " (stream)" : "");
		}

	}

	/**
	 * What came of it.
	 *
	 * @param endpoint what was asked
	 * @param status 0 if there was no answer
	 * @param code the problem's code, or why there was no answer
	 * @param retryAfter whether it says when to come back
	 * @param took until the whole answer was there
	 */
	record Answer(Endpoint endpoint, int status, String code, boolean retryAfter, Duration took) {

		String what() {
			return (this.status + " " + this.code).strip();
		}

	}

}
