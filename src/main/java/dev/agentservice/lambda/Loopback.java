package dev.agentservice.lambda;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.agentservice.support.platform.Invocations;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the service's own port.
 */
final class Loopback {

	/** From outside these say nothing: what they stand for is added here. */
	private static final Set<String> PRIVATE = Set.of(Invocations.HEADER.toLowerCase(Locale.ROOT), "x-amzn-trace-id",
			"host", "expect");

	private static final String LAMBDA = "lambda-";

	private final HttpHost service;

	private final Exchanges exchanges;

	Loopback(int port, Exchanges exchanges) {
		this.service = new HttpHost("http", "127.0.0.1", port);
		this.exchanges = exchanges;
	}

	/**
	 * Sends a request and waits for the head of its answer.
	 * @param event the request
	 * @param traceId the value of {@code X-Amzn-Trace-Id}, or null
	 * @param name the value of {@link Invocations#HEADER}
	 */
	ClassicHttpResponse send(HttpEvent event, @Nullable String traceId, String name) throws IOException {
		BasicClassicHttpRequest request = new BasicClassicHttpRequest(event.method(), this.service, event.target());
		for (Map.Entry<String, String> header : event.headers()) {
			if (isForwarded(header.getKey().toLowerCase(Locale.ROOT))) {
				request.addHeader(header.getKey(), bytes(header.getValue()));
			}
		}
		request.setHeader(Invocations.HEADER, name);
		if (traceId != null) {
			request.setHeader("X-Amzn-Trace-Id", traceId);
		}
		String host = event.header("host");
		if (!host.isEmpty()) {
			request.setAuthority(authority(host));
		}
		if (event.body().length > 0) {
			request.setEntity(new ByteArrayEntity(event.body(), null));
		}
		return this.exchanges.send(this.service, request);
	}

	/** The value as UTF-8, as the service reads it, a char for each byte. */
	private static String bytes(String value) {
		return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

	private URIAuthority authority(String host) {
		try {
			return URIAuthority.create(host);
		}
		catch (URISyntaxException | IllegalArgumentException _) {
			return new URIAuthority(this.service);
		}
	}

	private static boolean isForwarded(String name) {
		return !AnswerHead.isHopByHop(name) && !PRIVATE.contains(name) && !name.startsWith(LAMBDA);
	}

}
