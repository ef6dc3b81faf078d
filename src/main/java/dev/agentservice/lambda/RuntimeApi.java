package dev.agentservice.lambda;

import java.io.Closeable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Runtime API and the Extensions API of one sandbox. Thread-safe.
 *
 * @see <a href= "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime
 * API</a>
 */
final class RuntimeApi implements Closeable {

	/** Begins the names of what the Runtime API says in headers, and is told there. */
	static final String PREFIX = "Lambda-Runtime-";

	private static final String INVOCATION = "/2018-06-01/runtime/invocation/";

	private static final String EXTENSION = "/2020-01-01/extension/";

	private static final String EXTENSION_HEADER = "Lambda-Extension-Identifier";

	private final HttpHost host;

	private final Exchanges exchanges;

	/**
	 * Speaks to a sandbox.
	 * @param address host and port, as {@code AWS_LAMBDA_RUNTIME_API} says them
	 * @param exchanges sends what there is to send
	 */
	RuntimeApi(String address, Exchanges exchanges) {
		try {
			this.host = HttpHost.create("http://" + address);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("AWS_LAMBDA_RUNTIME_API is no host and port", ex);
		}
		this.exchanges = exchanges;
	}

	/** Waits for the next invocation, perhaps for days. */
	Invocation next() throws IOException {
		try (ClassicHttpResponse response = this.exchanges.send(this.host, request("GET", INVOCATION + "next", null))) {
			demand(response, 200);
			return new Invocation(required(response, "Aws-Request-Id"),
					Instant.ofEpochMilli(Long.parseLong(required(response, "Deadline-Ms"))),
					value(response, "Trace-Id"), EntityUtils.toByteArray(response.getEntity()));
		}
	}

	/** Sends the answer of an invocation. */
	void answer(Invocation invocation, Answer answer) throws IOException {
		BasicClassicHttpRequest request = request("POST", INVOCATION + invocation.id() + "/response", answer.entity());
		if (answer.isStreamed()) {
			request.setHeader(PREFIX + "Function-Response-Mode", "streaming");
		}
		try (ClassicHttpResponse response = this.exchanges.send(this.host, request)) {
			demand(response, 202);
		}
	}

	/** Says that an invocation has failed, where no answer has begun. */
	void failed(Invocation invocation, String type, String message) throws IOException {
		ByteArrayEntity entity = new ByteArrayEntity(failure(type, message), ContentType.APPLICATION_JSON);
		BasicClassicHttpRequest request = request("POST", INVOCATION + invocation.id() + "/error", entity);
		request.setHeader(PREFIX + "Function-Error-Type", type);
		try (ClassicHttpResponse response = this.exchanges.send(this.host, request)) {
			demand(response, 202);
		}
	}

	/** The form of an error, in bodies and, as Base64, in trailers. */
	static byte[] failure(String type, String message) {
		return JsonMapper.shared().writeValueAsBytes(Map.of("errorType", type, "errorMessage", message));
	}

	static String trailer(String type, String message) {
		return Base64.getEncoder().encodeToString(failure(type, message));
	}

	/**
	 * Registers an extension without events: only where there is one does Lambda send
	 * SIGTERM before it ends the process.
	 * @return its identifier
	 */
	String registerExtension() throws IOException {
		BasicClassicHttpRequest request = request("POST", EXTENSION + "register",
				new ByteArrayEntity("{\"events\":[]}".getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
		request.setHeader("Lambda-Extension-Name", "agent-service");
		try (ClassicHttpResponse response = this.exchanges.send(this.host, request)) {
			demand(response, 200);
			Header identifier = response.getFirstHeader(EXTENSION_HEADER);
			if (identifier == null) {
				throw new IOException("The Extensions API sent no " + EXTENSION_HEADER);
			}
			return identifier.getValue();
		}
	}

	/** Says that the extension is ready, and waits for an event that never comes. */
	void awaitEvent(String extension) throws IOException {
		BasicClassicHttpRequest request = request("GET", EXTENSION + "event/next", null);
		request.setHeader(EXTENSION_HEADER, extension);
		this.exchanges.send(this.host, request).close();
	}

	private BasicClassicHttpRequest request(String method, String path, @Nullable HttpEntity entity) {
		BasicClassicHttpRequest request = new BasicClassicHttpRequest(method, this.host, path);
		request.setEntity(entity);
		return request;
	}

	private static void demand(ClassicHttpResponse response, int status) throws IOException {
		if (response.getCode() != status) {
			throw new IOException("The Runtime API answered " + response.getCode() + " instead of " + status);
		}
	}

	private static String required(ClassicHttpResponse response, String name) throws IOException {
		String value = value(response, name);
		if (value == null) {
			throw new IOException("The Runtime API sent no " + PREFIX + name);
		}
		return value;
	}

	private static @Nullable String value(ClassicHttpResponse response, String name) {
		Header header = response.getFirstHeader(PREFIX + name);
		return (header != null) ? header.getValue() : null;
	}

	@Override
	public void close() throws IOException {
		this.exchanges.close();
	}

}
