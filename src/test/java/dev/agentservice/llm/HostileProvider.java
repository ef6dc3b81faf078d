package dev.agentservice.llm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;

import dev.agentservice.llm.http.PoolProperties;
import dev.agentservice.llm.model.DeltaListener;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.provider.Calls;
import dev.agentservice.llm.provider.Metering;
import dev.agentservice.llm.provider.ModelCall;
import dev.agentservice.llm.provider.ProviderClient;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.llm.settings.ModelProperties;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.llm.token.TokenCounter;
import dev.agentservice.support.Deadline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * A provider that answers what it is told, and our client of it: everything between the
 * socket and the answer, on the calling thread.
 */
public final class HostileProvider implements AutoCloseable {

	private static final Duration LONG = Duration.ofMinutes(10);

	private final ScriptedServer server;

	private final ProviderClient client;

	private final Metering metering;

	private final AtomicReference<byte[]> next = new AtomicReference<>(new byte[0]);

	private volatile boolean keepsConnections;

	HostileProvider(Protocol protocol) {
		try {
			this.server = new ScriptedServer(this::answer);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		PoolProperties pool = new PoolProperties(8, LONG, LONG, LONG, LONG, DataSize.ofMegabytes(100));
		ProviderProperties provider = new ProviderProperties(protocol, this.server.url(), "sk-secret", true, true, null,
				pool, null);
		LlmProperties properties = new LlmProperties(Map.of("p", provider),
				Map.of("p/some/model", new ModelProperties(100_000, null)), 32_768, TestGateway.RESILIENCE);
		this.metering = new Metering(new TokenCounter(new ModelCatalog(properties)));
		this.client = new ProviderClient("p", provider, null, new ModelCatalog(properties), this.metering,
				new SimpleMeterRegistry());
	}

	public static HostileProvider openAi() {
		return new HostileProvider(Protocol.OPENAI);
	}

	public static HostileProvider anthropic() {
		return new HostileProvider(Protocol.ANTHROPIC);
	}

	/** Is answered with this body. */
	public void plain(String body) {
		this.next.set(response("application/json", body.getBytes(StandardCharsets.UTF_8)));
		ask(null);
	}

	/** Is answered with these events. */
	public void stream(String events) {
		this.next.set(response("text/event-stream", events.getBytes(StandardCharsets.UTF_8)));
		ask((_) -> {
		});
	}

	/** Is answered with these bytes, head included, on a connection that stays open. */
	ModelReply ask(ModelCall call, byte[] response) {
		this.keepsConnections = true;
		this.next.set(response);
		return this.client.ask(call);
	}

	/** What judges the usage. */
	Metering metering() {
		return this.metering;
	}

	private void ask(@Nullable DeltaListener deltas) {
		ModelRequest request = new ModelRequest(TestGateway.MODEL, TestGateway.MESSAGES, List.of(), 100,
				Deadline.after(LONG));
		try {
			this.client.ask(Calls.of(request, request.deadline(), deltas));
		}
		catch (ModelException | CancellationException _) {
			// To call it no answer is an answer, too.
		}
	}

	private void answer(ScriptedServer.Connection connection) throws IOException {
		connection.write(this.next.get());
		if (!this.keepsConnections) {
			connection.close();
		}
	}

	private static byte[] response(String type, byte[] body) {
		byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length
				+ "\r\nConnection: close\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII);
		byte[] response = new byte[head.length + body.length];
		System.arraycopy(head, 0, response, 0, head.length);
		System.arraycopy(body, 0, response, head.length, body.length);
		return response;
	}

	@Override
	public void close() {
		try {
			this.client.close();
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
