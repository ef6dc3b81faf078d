package dev.agentservice.lambda;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays the Runtime API to the process that it runs in, for the training run of the
 * image: hands out some requests, takes whatever they are answered with, and ends the
 * process. What the JVM has loaded by then is in the cache.
 */
final class Rehearsal {

	/** Configured for the training run alone, as is the key's hash. */
	private static final String KEY = "rehearsal";

	private final ConcurrentLinkedQueue<Map<String, Object>> events = new ConcurrentLinkedQueue<>(
			List.of(event("GET", "/agents", "", "application/json"), event("POST", "/agent", KEY, "application/json"),
					event("POST", "/agent", KEY, "text/event-stream")));

	private Rehearsal() {
	}

	/** Listens at this address. */
	static void begin(String address) throws IOException {
		URI uri = URI.create("http://" + address);
		Rehearsal rehearsal = new Rehearsal();
		HttpServer server = ServerBootstrap.bootstrap()
			.setLocalAddress(InetAddress.getByName(uri.getHost()))
			.setListenerPort(uri.getPort())
			.setCanonicalHostName(uri.getHost())
			.setSocketConfig(SocketConfig.custom().setSoReuseAddress(true).build())
			.register("*", (request, response, _) -> rehearsal.handle(request, response))
			.create();
		server.start();
	}

	private void handle(ClassicHttpRequest request, ClassicHttpResponse response) throws IOException {
		EntityUtils.consume(request.getEntity());
		if (request.getPath().endsWith("/invocation/next")) {
			next(response);
		}
		else if (request.getPath().endsWith("/register")) {
			response.setCode(200);
			response.setHeader("Lambda-Extension-Identifier", KEY);
		}
		else {
			response.setCode(202);
		}
	}

	private void next(ClassicHttpResponse response) {
		Map<String, Object> event = this.events.poll();
		if (event == null) {
			System.exit(0);
			return;
		}
		response.setHeader(RuntimeApi.PREFIX + "Aws-Request-Id", KEY);
		response.setHeader(RuntimeApi.PREFIX + "Deadline-Ms", Instant.now().plus(Duration.ofMinutes(1)).toEpochMilli());
		response
			.setEntity(new ByteArrayEntity(JsonMapper.shared().writeValueAsBytes(event), ContentType.APPLICATION_JSON));
	}

	private static Map<String, Object> event(String method, String path, String key, String accept) {
		Map<String, Object> context = Map.of("domainName", "rehearsal.lambda-url.local", "http",
				Map.of("method", method));
		return Map.of("version", "2.0", "rawPath", path, "rawQueryString", "", "headers",
				Map.of("accept", accept, "content-type", "application/json", "x-agent-key", key), "requestContext",
				context, "body", method.equals("POST") ? "{\"task\": \"A rehearsal\"}" : "", "isBase64Encoded", false);
	}

}
