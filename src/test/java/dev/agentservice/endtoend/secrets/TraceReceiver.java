package dev.agentservice.endtoend.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.agentservice.simulator.http.HttpServer;

/**
 * Takes traces as an OpenTelemetry collector does, and keeps their bytes. Texts stand in
 * Protobuf as they are.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
public final class TraceReceiver implements AutoCloseable {

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	private final HttpServer server = HttpServer.start(0, (request, exchange) -> {
		this.received.add(new String(request.body(), StandardCharsets.UTF_8));
		exchange.send(200, Map.of("content-type", "application/x-protobuf"), new byte[0]);
	});

	/** Where it listens. */
	public String endpoint() {
		return "http://127.0.0.1:" + this.server.port() + "/v1/traces";
	}

	/** All that it was sent. */
	public String received() {
		return String.join("\n", this.received);
	}

	@Override
	public void close() {
		this.server.close();
	}

}
