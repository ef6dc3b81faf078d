package dev.agentservice.rollout.control.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Answers {@code GET /metrics}, for a Prometheus that reaches the controller. It listens
 * on the loopback interface unless an address is named: the numbers are no secret, but
 * nobody else needs them. How many connections there may be, and how long they may take,
 * {@code scripts/rollout} says in properties of the JDK's server.
 */
final class MetricsServer implements AutoCloseable {

	private static final Pattern ADDRESS = Pattern.compile("(?:(.+):)?([0-9]{1,5})");

	private static final int LARGEST_PORT = 65_535;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	/**
	 * Listens.
	 * @param address a port, or an address and a port: {@code 9464},
	 * {@code 0.0.0.0:9464}, {@code [::]:9464}
	 * @param metrics what is answered
	 * @throws IllegalArgumentException if it is no such address, or cannot be listened on
	 */
	MetricsServer(String address, Supplier<String> metrics) {
		try {
			this.server = HttpServer.create(parse(address), 0);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("--metrics-port: %s: %s".formatted(address, ex.getMessage()), ex);
		}
		this.server.createContext("/", (exchange) -> answer(exchange, metrics));
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	/**
	 * Reads an address.
	 * @throws IllegalArgumentException if it is none
	 */
	static InetSocketAddress parse(String address) {
		Matcher matcher = ADDRESS.matcher(address);
		int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : -1;
		if (port < 0 || port > LARGEST_PORT) {
			throw new IllegalArgumentException("--metrics-port: %.60s is no port".formatted(address));
		}
		String host = matcher.group(1);
		InetSocketAddress parsed = new InetSocketAddress((host != null) ? host : "127.0.0.1", port);
		if (parsed.isUnresolved()) {
			throw new IllegalArgumentException("--metrics-port: %.60s is no address".formatted(host));
		}
		return parsed;
	}

	/** The port that it listens on. */
	int port() {
		return this.server.getAddress().getPort();
	}

	private static void answer(HttpExchange exchange, Supplier<String> metrics) throws IOException {
		try (exchange) {
			boolean known = exchange.getRequestURI().getPath().equals("/metrics");
			boolean get = exchange.getRequestMethod().equals("GET");
			if (!known || !get) {
				exchange.sendResponseHeaders(known ? 405 : 404, -1);
				return;
			}
			byte[] text = metrics.get().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
			exchange.sendResponseHeaders(200, (text.length > 0) ? text.length : -1);
			if (text.length > 0) {
				exchange.getResponseBody().write(text);
			}
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
