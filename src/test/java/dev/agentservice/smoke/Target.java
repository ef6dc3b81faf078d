package dev.agentservice.smoke;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import dev.agentservice.support.BlockingHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service somewhere.
 *
 * @param url where it is
 * @param key what it is asked with; empty for none
 */
record Target(String url, String key) {

	private static final HttpClient HTTP = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	/** Longer than any run of the shipped agents may take. */
	private static final Duration TIMEOUT = Duration.ofSeconds(130);

	Answer get(String path) {
		return ask(request(path).GET());
	}

	Answer delete(String path) {
		return ask(request(path).DELETE());
	}

	/** Sends a body, with headers by name and value. */
	Answer post(String path, Map<String, ?> body, String... headers) {
		return ask(withBody(path, body, headers));
	}

	/** Sends a body; what comes back is read while it is written. */
	HttpResponse<Stream<String>> follow(String path, Map<String, ?> body) {
		return BlockingHttp.send(HTTP, withBody(path, body, "Accept", "text/event-stream").build(),
				BodyHandlers.ofLines());
	}

	Target withoutKey() {
		return new Target(this.url, "");
	}

	private HttpRequest.Builder withBody(String path, Map<String, ?> body, String... headers) {
		HttpRequest.Builder request = request(path).header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)));
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	private HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.url + path)).timeout(TIMEOUT);
		return this.key.isEmpty() ? request : request.header("Authorization", "Bearer " + this.key);
	}

	private static Answer ask(HttpRequest.Builder request) {
		HttpResponse<String> response = BlockingHttp.send(HTTP, request.build(), BodyHandlers.ofString());
		return new Answer(response.statusCode(), response.body());
	}

	/**
	 * What came back.
	 *
	 * @param status the HTTP status
	 * @param body all of it
	 */
	record Answer(int status, String body) {

		private static final int SHOWN = 200;

		/** Breaks off if the status is another one. */
		Answer expect(int wanted) {
			Check.BrokenPromise.unless(this.status == wanted,
					"%d in place of %d: %s".formatted(this.status, wanted, shown()));
			return this;
		}

		/** Breaks off unless it is the problem with this code. */
		Answer expect(int wanted, String code) {
			expect(wanted);
			Check.BrokenPromise.unless(text("/code").equals(code), "no " + code + ": " + shown());
			return this;
		}

		JsonNode json() {
			return JsonMapper.shared().readTree(this.body);
		}

		/** What stands at a JSON pointer; empty if nothing does. */
		String text(String pointer) {
			return json().at(pointer).asString("");
		}

		private String shown() {
			return (this.body.length() <= SHOWN) ? this.body : this.body.substring(0, SHOWN) + "…";
		}

	}

}
