package dev.agentservice.rollout;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A replica's {@code /metrics}: runs of one agent, 400 in a second, a share of which
 * fails.
 */
final class FakeExporter implements AutoCloseable {

	private static final double RUNS_A_SECOND = 400;

	private final HttpServer server;

	private final String track;

	private final String version;

	private final double failures;

	private volatile Instant started = Instant.now().minusSeconds(600);

	FakeExporter(String track, String version, double failures) throws IOException {
		this.track = track;
		this.version = version;
		this.failures = failures;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/metrics", this::answer);
		this.server.start();
	}

	/** Its counters begin at 0 again. */
	void restart() {
		this.started = Instant.now();
	}

	String target() {
		return "127.0.0.1:" + this.server.getAddress().getPort();
	}

	/**
	 * What it has counted at a time.
	 * @param target labels that its Prometheus would add
	 * @param suffix what ends each line
	 */
	List<String> samples(Instant time, String target, String suffix) {
		long runs = Math.round(RUNS_A_SECOND * Duration.between(this.started, time).toMillis() / 1000);
		long failed = Math.round(this.failures * runs);
		String labels = "%strack=\"%s\",version=\"%s\"".formatted(target, this.track, this.version);
		String counted = "agent_runs_seconds_count{%s,agent=\"a\",mode=\"sync\",outcome=\"%s\"} %d%s";
		return List.of(
				"process_start_time_seconds{%s} %s%s".formatted(labels, this.started.toEpochMilli() / 1000.0, suffix),
				counted.formatted(labels, "succeeded", runs - failed, suffix),
				counted.formatted(labels, "failed", failed, suffix));
	}

	private void answer(HttpExchange exchange) throws IOException {
		String body = String.join("\n", samples(Instant.now(), "", "")) + "\n";
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
		exchange.sendResponseHeaders(200, bytes.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(bytes);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
