package dev.agentservice.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * Stands where the service would, and answers what a test wants.
 */
final class StubService implements AutoCloseable {

	private final HttpServer server;

	private volatile Script script = (request) -> new Reply(200, Map.of(), new byte[0]);

	private volatile @Nullable Request seen;

	private StubService(HttpServer server) {
		this.server = server;
	}

	static StubService start() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			StubService stub = new StubService(server);
			server.createContext("/", stub::handle);
			server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
			server.start();
			return stub;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	void answers(Script script) {
		this.script = script;
	}

	/** Answers all with an empty 200. */
	void reset() {
		this.script = (_) -> new Reply(200, Map.of(), new byte[0]);
	}

	/** Forgets what arrived. */
	void forget() {
		this.seen = null;
	}

	/** Whether anything has arrived since. */
	boolean asked() {
		return this.seen != null;
	}

	Request seen() {
		Request request = this.seen;
		if (request == null) {
			throw new IllegalStateException("Nothing was asked");
		}
		return request;
	}

	private void handle(HttpExchange exchange) throws IOException {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(exchange.getRequestHeaders());
		try (exchange; InputStream body = exchange.getRequestBody()) {
			Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers,
					body.readAllBytes());
			this.seen = request;
			Reply reply = this.script.reply(request);
			reply.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, new ArrayList<>(values)));
			exchange.sendResponseHeaders(reply.status(), (reply.announced() > 0) ? reply.announced() : -1);
			try (OutputStream out = exchange.getResponseBody()) {
				out.write(reply.body());
				out.flush();
			}
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/** Makes answers. */
	@FunctionalInterface
	interface Script {

		Reply reply(Request request);

	}

	/** What arrived. */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Request(String method, String target, Map<String, List<String>> headers, byte[] body) {

	}

	/**
	 * What is answered.
	 *
	 * @param status the status
	 * @param headers by name
	 * @param body what is sent of the body
	 * @param announced how long the body is said to be; if it is longer than what is
	 * sent, the answer breaks off
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Reply(int status, Map<String, List<String>> headers, byte[] body, long announced) {

		Reply(int status, Map<String, List<String>> headers, byte[] body) {
			this(status, headers, body, body.length);
		}

	}

}
