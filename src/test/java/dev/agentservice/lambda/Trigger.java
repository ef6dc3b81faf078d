package dev.agentservice.lambda;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.lambda.FakeRuntimeApi.Invoked;
import dev.agentservice.lambda.FakeRuntimeApi.Result;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What stands before a function: makes events of requests, and answers of results, as a
 * function URL, an HTTP API or a REST API does.
 *
 * @param api the sandbox's Runtime API
 * @param kind which of them it is
 */
record Trigger(FakeRuntimeApi api, Kind kind) {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	/** The triggers that speak HTTP. */
	enum Kind {

		URL("abc.lambda-url.eu-west-1.on.aws"), HTTP_API("abc.execute-api.eu-west-1.amazonaws.com"),
		REST_API("abc.execute-api.eu-west-1.amazonaws.com");

		private final String host;

		Kind(String host) {
			this.host = host;
		}

	}

	/** Asks an agent as ada, and waits for the answer. */
	Answered ask(String task) {
		return ask(Map.of("task", task), Map.of());
	}

	/** The same with more headers. */
	Answered ask(Map<String, Object> request, Map<String, String> headers) {
		return send("POST", "/agent", "", asAda(headers), JSON.writeValueAsBytes(request)).join();
	}

	/** The same with another time-out of the function. */
	Answered ask(Map<String, Object> request, Map<String, String> headers, Duration timeout) {
		return send("POST", "/agent", "", asAda(headers), JSON.writeValueAsBytes(request), timeout).join();
	}

	/** Asks for a stream of events. */
	CompletableFuture<Answered> stream(Map<String, Object> request, Duration timeout) {
		return invoke(request, timeout).result().thenApply(Answered::of);
	}

	/** The same, to be watched while it comes. */
	Invoked invoke(Map<String, Object> request, Duration timeout) {
		return invoke("POST", "/agent", "", asAda(Map.of("accept", "text/event-stream")),
				JSON.writeValueAsBytes(request), timeout);
	}

	Answered get(String path) {
		return send("GET", path, "", asAda(Map.of()), new byte[0]).join();
	}

	CompletableFuture<Answered> send(String method, String path, String query, Map<String, String> headers,
			byte[] body) {
		return send(method, path, query, headers, body, TIMEOUT);
	}

	CompletableFuture<Answered> send(String method, String path, String query, Map<String, String> headers, byte[] body,
			Duration timeout) {
		return invoke(method, path, query, headers, body, timeout).result().thenApply(Answered::of);
	}

	private Invoked invoke(String method, String path, String query, Map<String, String> headers, byte[] body,
			Duration timeout) {
		Map<String, Object> event = (this.kind == Kind.REST_API) ? format1(method, path, query, headers)
				: format2(method, path, query, headers);
		event.put("isBase64Encoded", true);
		event.put("body", Base64.getEncoder().encodeToString(body));
		return this.api.invoke(JSON.writeValueAsString(event), timeout);
	}

	static Map<String, String> asAda(Map<String, String> more) {
		Map<String, String> headers = new LinkedHashMap<>(
				Map.of("x-agent-key", ReplicaSettings.ADAS_KEY, "content-type", "application/json"));
		headers.putAll(more);
		return headers;
	}

	private Map<String, Object> format2(String method, String path, String query, Map<String, String> headers) {
		Map<String, String> sent = new LinkedHashMap<>(headers);
		sent.put("host", this.kind.host);
		Map<String, Object> event = new LinkedHashMap<>();
		event.put("version", "2.0");
		event.put("rawPath", (this.kind == Kind.HTTP_API) ? decoded(path.replace("+", "%2B")) : path);
		event.put("rawQueryString", query);
		String cookie = sent.remove("cookie");
		if (cookie != null) {
			event.put("cookies", List.of(cookie.split("; ", -1)));
		}
		event.put("headers", sent);
		event.put("requestContext",
				Map.of("domainName", this.kind.host, "http", Map.of("method", method, "path", path)));
		return event;
	}

	private Map<String, Object> format1(String method, String path, String query, Map<String, String> headers) {
		Map<String, List<String>> sent = new LinkedHashMap<>();
		headers.forEach((name, value) -> sent.put(name, List.of(value)));
		sent.put("Host", List.of(this.kind.host));
		Map<String, List<String>> parameters = new LinkedHashMap<>();
		for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
			String[] parts = pair.split("=", 2);
			parameters.put(decoded(parts[0]), List.of(decoded(parts[1])));
		}
		Map<String, Object> event = new LinkedHashMap<>();
		event.put("httpMethod", method);
		event.put("path", path);
		event.put("multiValueHeaders", sent);
		event.put("multiValueQueryStringParameters", parameters);
		event.put("requestContext", Map.of("domainName", this.kind.host, "stage", "prod"));
		return event;
	}

	private static String decoded(String text) {
		return URLDecoder.decode(text, StandardCharsets.UTF_8);
	}

	/**
	 * The answer as the client sees it.
	 *
	 * @param status the status; 502 where the function has failed
	 * @param head the message's members besides the body
	 * @param body the body
	 * @param result how it came
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Answered(int status, JsonNode head, byte[] body, Result result) {

		static Answered of(Result result) {
			if (result.failed()) {
				return new Answered(502, JSON.readTree(result.message()), new byte[0], result);
			}
			if (result.streamed()) {
				int end = separator(result.message());
				JsonNode head = JSON.readTree(Arrays.copyOf(result.message(), end));
				return new Answered(head.path("statusCode").asInt(), head,
						Arrays.copyOfRange(result.message(), end + 8, result.message().length), result);
			}
			JsonNode head = JSON.readTree(result.message());
			String body = head.path("body").asString("");
			return new Answered(head.path("statusCode").asInt(), head, head.path("isBase64Encoded").asBoolean()
					? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8), result);
		}

		private static int separator(byte[] message) {
			int zeros = 0;
			for (int i = 0; i < message.length; i++) {
				zeros = (message[i] == 0) ? zeros + 1 : 0;
				if (zeros == 8) {
					return i - 7;
				}
			}
			throw new IllegalStateException("There is no head before the body");
		}

		String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

		JsonNode json() {
			return JSON.readTree(this.body);
		}

		String header(String name) {
			return this.head.path("headers")
				.properties()
				.stream()
				.filter((header) -> header.getKey().equalsIgnoreCase(name))
				.map((header) -> header.getValue().asString())
				.findFirst()
				.orElse("");
		}

	}

}
