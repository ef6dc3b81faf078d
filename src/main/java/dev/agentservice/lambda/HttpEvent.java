package dev.agentservice.lambda;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An HTTP request as triggers describe it: a function URL and an HTTP API in their format
 * 2.0, a REST API in its format 1.0.
 *
 * @param method the method
 * @param target path and query as they go into the request line
 * @param headers in their order; a name may stand there more than once
 * @param body the body, perhaps empty
 * @param kind the trigger
 * @see <a href=
 * "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">the
 * formats</a>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpEvent(String method, String target, List<Map.Entry<String, String>> headers, byte[] body, Kind kind) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	/** The triggers that speak HTTP. */
	enum Kind {

		FUNCTION_URL, HTTP_API, REST_API

	}

	/**
	 * Reads an event.
	 * @throws UnsupportedEventException if it is no HTTP request
	 */
	static HttpEvent read(byte[] json) {
		try {
			JsonNode event = MAPPER.readTree(json);
			if (event.at("/requestContext/http/method").isString()) {
				return ofFormat2(event);
			}
			if (event.path("httpMethod").isString()) {
				return ofFormat1(event);
			}
		}
		catch (JacksonException | IllegalArgumentException ex) {
			throw new UnsupportedEventException(ex);
		}
		throw new UnsupportedEventException(null);
	}

	private static HttpEvent ofFormat2(JsonNode event) {
		String query = event.path("rawQueryString").asString("");
		List<Map.Entry<String, String>> headers = new ArrayList<>();
		event.path("headers").forEachEntry((name, value) -> headers.add(Map.entry(name, value.asString())));
		if (event.path("cookies").isArray()) {
			headers.add(Map.entry("cookie",
					event.path("cookies").valueStream().map(JsonNode::asString).collect(Collectors.joining("; "))));
		}
		// Only a function URL has such a host.
		boolean url = event.at("/requestContext/domainName").asString("").contains(".lambda-url.");
		String path = event.path("rawPath").asString("/");
		return new HttpEvent(event.at("/requestContext/http/method").asString(),
				target(url ? path : reencoded(path), query), List.copyOf(headers), body(event),
				url ? Kind.FUNCTION_URL : Kind.HTTP_API);
	}

	private static HttpEvent ofFormat1(JsonNode event) {
		List<Map.Entry<String, String>> headers = new ArrayList<>();
		event.path("multiValueHeaders")
			.forEachEntry((name, values) -> values.forEach((value) -> headers.add(Map.entry(name, value.asString()))));
		List<String> pairs = new ArrayList<>();
		event.path("multiValueQueryStringParameters")
			.forEachEntry((name, values) -> values
				.forEach((value) -> pairs.add(encoded(name) + "=" + encoded(value.asString()))));
		return new HttpEvent(event.path("httpMethod").asString(),
				target(event.path("path").asString("/"), String.join("&", pairs)), List.copyOf(headers), body(event),
				Kind.REST_API);
	}

	/** What would not survive a request line is encoded in the query alone. */
	private static String target(String path, String query) {
		return query.isEmpty() ? path
				: path + "?" + query.codePoints()
					.mapToObj((c) -> (c <= ' ' || c > '~') ? encoded(Character.toString(c)) : Character.toString(c))
					.collect(Collectors.joining());
	}

	/** An HTTP API hands over paths that it has decoded. */
	private static String reencoded(String path) {
		return Arrays.stream(path.split("/", -1)).map(HttpEvent::encoded).collect(Collectors.joining("/"));
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static byte[] body(JsonNode event) {
		String text = event.path("body").asString("");
		return event.path("isBase64Encoded").asBoolean(false) ? Base64.getDecoder().decode(text)
				: text.getBytes(StandardCharsets.UTF_8);
	}

	/** Whether the trigger can take an answer piece by piece. */
	boolean streams() {
		return this.kind != Kind.HTTP_API;
	}

	/** Whether a header that was repeated stands here once, its values joined. */
	boolean joinsHeaders() {
		return this.kind != Kind.REST_API;
	}

	/** A header's only value, or the first; empty if it is not there. */
	String header(String name) {
		return this.headers.stream()
			.filter((header) -> header.getKey().toLowerCase(Locale.ROOT).equals(name))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse("");
	}

	/** Without what clients wrote. */
	@Override
	public String toString() {
		return "HttpEvent[" + this.method + ", body of " + this.body.length + " bytes]";
	}

	/**
	 * An invocation that is no HTTP request: the function has a trigger that it cannot
	 * answer.
	 */
	static final class UnsupportedEventException extends RuntimeException {

		UnsupportedEventException(@Nullable Throwable cause) {
			super("The event is no HTTP request in the format 1.0 or 2.0: invoke this function by a function URL,"
					+ " an HTTP API or a REST API", cause);
		}

	}

}
