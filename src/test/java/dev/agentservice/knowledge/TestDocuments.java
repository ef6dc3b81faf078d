package dev.agentservice.knowledge;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.support.BlockingHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client that puts, finds and deletes documents.
 *
 * @param baseUrl where the service is
 * @param key its API key
 */
record TestDocuments(String baseUrl, String key) {

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	/** Keys of the tests' replicas have the numbers below. */
	private static final int FIRST = 4;

	/** Gives a service keys that may know, each {@code tenant user scopes}. */
	static ServiceUnderTest withKeys(ServiceUnderTest service, List<String> whos) {
		keys(whos).forEach(service::with);
		return service;
	}

	/** The same keys as properties. */
	static Map<String, String> keys(List<String> whos) {
		Map<String, String> keys = new TreeMap<>();
		for (int i = 0; i < whos.size(); i++) {
			String[] who = whos.get(i).split(" ", -1);
			String prefix = "agent-service.identity.api-keys[" + (FIRST + i) + "].";
			keys.put(prefix + "name", "knowing-" + i);
			keys.put(prefix + "sha256", sha256(who[0] + "-" + who[1]));
			keys.put(prefix + "tenant", who[0]);
			keys.put(prefix + "user", who[1]);
			keys.put(prefix + "scopes", who[2]);
		}
		return keys;
	}

	Answer put(String collection, String id, String text) {
		return put(collection, id, text, "text/markdown", Map.of());
	}

	Answer put(String collection, String id, String text, String type, Map<String, String> headers) {
		HttpRequest.Builder request = request(path(collection, id)).header("Content-Type", type)
			.PUT(BodyPublishers.ofString(text));
		headers.forEach(request::header);
		return send(request);
	}

	Answer delete(String collection, String id) {
		return send(request(path(collection, id)).DELETE());
	}

	Answer get(String path) {
		return send(request(path).GET());
	}

	Answer post(String path, String json) {
		return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
	}

	/** The ids of the documents that a search finds. */
	List<String> found(String collection, String query) {
		Answer answer = search(collection, query);
		if (answer.status() != 200) {
			throw new IllegalStateException(answer.status() + " " + answer.body());
		}
		return answer.json().path("hits").valueStream().map((hit) -> hit.path("document").asString("")).toList();
	}

	Answer search(String collection, String query) {
		return post("/knowledge/" + collection + "/search",
				JsonMapper.shared().writeValueAsString(Map.of("query", query, "top_k", 20)));
	}

	private static String path(String collection, String id) {
		return "/knowledge/" + collection + "/documents/" + id;
	}

	Answer delete(String path) {
		return send(request(path).DELETE());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.baseUrl + path)).header("Authorization", "Bearer " + this.key);
	}

	private static Answer send(HttpRequest.Builder request) {
		HttpResponse<String> response = BlockingHttp.send(HTTP, request.build(), BodyHandlers.ofString());
		return new Answer(response.statusCode(), response.body(), response.headers().firstValue("ETag").orElse(""));
	}

	private static String sha256(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** What the service answered. */
	record Answer(int status, String body, String etag) {

		JsonNode json() {
			return JsonMapper.shared().readTree(this.body);
		}

		String text(String pointer) {
			return json().at(pointer).asString("");
		}

	}

}
