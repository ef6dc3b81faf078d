package dev.agentservice.lambda;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays the Runtime API to the process that it runs in, for the training run of the
 * image: hands out some requests, and ends the process; with an error, if one of them was
 * answered as none may be. What the JVM has loaded by then is in the cache.
 */
final class Rehearsal {

	/** Configured for the training run alone, as is the key's hash. */
	private static final String KEY = "rehearsal";

	private static final Logger logger = LoggerFactory.getLogger(Rehearsal.class);

	private static final Pattern STATUS = Pattern.compile("\"statusCode\":([0-9]{3})");

	/** So many requests come after the first. */
	private static final int AFTER_FIRST = 2;

	private final ConcurrentLinkedQueue<Map<String, Object>> events = new ConcurrentLinkedQueue<>(
			List.of(event("GET", "/agents", "", "application/json"), event("POST", "/agent", KEY, "application/json"),
					event("POST", "/agent", KEY, "text/event-stream")));

	/** Is never counted down: the process ends. */
	private final CountDownLatch end = new CountDownLatch(1);

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
		byte[] message = (request.getEntity() != null) ? EntityUtils.toByteArray(request.getEntity()) : new byte[0];
		if (request.getPath().endsWith("/invocation/next")) {
			next(response);
		}
		else if (request.getPath().endsWith("/register")) {
			response.setCode(200);
			response.setHeader("Lambda-Extension-Identifier", KEY);
		}
		else if (request.getPath().endsWith("/event/next")) {
			awaitEnd();
		}
		else {
			response.setCode(202);
			if (!isExpected(request.getPath(), this.events.size(), message)) {
				logger.atError().addKeyValue("answer", start(message)).log("The rehearsal has failed");
				Runtime.getRuntime().halt(1);
			}
		}
	}

	/** No event ever comes for the extension. */
	private void awaitEnd() {
		try {
			this.end.await();
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * The first request has no key. The others are let in where there is Redis, and
	 * unavailable where there is none, as while an image is being built; they are never
	 * refused for what they are, and never an error of the service.
	 * @param left how many requests come after this one
	 */
	static boolean isExpected(String path, int left, byte[] message) {
		if (!path.endsWith("/response")) {
			return false;
		}
		Matcher status = STATUS.matcher(start(message));
		return status.find() && ((left == AFTER_FIRST) ? List.of("401") : List.of("200", "502", "503", "504"))
			.contains(status.group(1));
	}

	private static String start(byte[] message) {
		return new String(message, 0, Math.min(message.length, 1000), StandardCharsets.UTF_8);
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
