package dev.agentservice.lambda;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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
 * @param streams whether the trigger can take an answer piece by piece
 * @see <a href=
 * "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">the
 * formats</a>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpEvent(String method, String target, List<Map.Entry<String, String>> headers, byte[] body, boolean streams) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

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
		// An HTTP API takes whole answers only; a function URL has a host of its own.
		boolean url = event.at("/requestContext/domainName").asString("").contains(".lambda-url.");
		return new HttpEvent(event.at("/requestContext/http/method").asString(),
				target(event.path("rawPath").asString("/"), query), List.copyOf(headers), body(event), url);
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
				true);
	}

	private static String target(String path, String query) {
		String checked = (path + (query.isEmpty() ? "" : "?" + query));
		if (!path.startsWith("/") || checked.codePoints().anyMatch((c) -> c <= ' ' || c > '~')) {
			// What would not survive a request line.
			return checked.codePoints()
				.mapToObj((c) -> (c <= ' ' || c > '~') ? encoded(Character.toString(c)) : Character.toString(c))
				.collect(Collectors.joining("", path.startsWith("/") ? "" : "/", ""));
		}
		return checked;
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static byte[] body(JsonNode event) {
		String text = event.path("body").asString("");
		return event.path("isBase64Encoded").asBoolean(false) ? Base64.getDecoder().decode(text)
				: text.getBytes(StandardCharsets.UTF_8);
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

}
