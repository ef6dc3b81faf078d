package dev.agentservice.llm.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's HTTP client on a pool of our own. Both kinds of call, streams too, run
 * from the first to the last byte on the calling thread, inside an {@link Exchange}: so
 * interrupting that virtual thread closes the socket it waits on, and the exchange's
 * deadline ends the call however slowly bytes still come. Whatever does not end well
 * closes its connection at once, without reading what is left of it.
 */
public final class PooledHttpClient implements HttpClient, AutoCloseable {

	private static final int MAX_ERROR_BODY = 65_536;

	/**
	 * How long the last chunk may follow the end marker for the connection to be kept.
	 */
	private static final Timeout LAST_CHUNK_TIMEOUT = Timeout.ofMilliseconds(50);

	private final ConnectionPool pool;

	private final DeadlineTimer deadlines;

	private final long maxResponse;

	/**
	 * A client for one provider.
	 * @param provider the provider's configured name
	 * @param settings its pool
	 * @param meters where the pool's metrics go
	 */
	public PooledHttpClient(String provider, PoolSettings settings, MeterRegistry meters) {
		this(provider, settings, null, meters);
	}

	/**
	 * A client for one provider behind a proxy.
	 * @param provider the provider's configured name
	 * @param settings its pool
	 * @param proxy the proxy, or null
	 * @param meters where the pool's metrics go
	 */
	public PooledHttpClient(String provider, PoolSettings settings, @Nullable ProxyServer proxy, MeterRegistry meters) {
		this.pool = new ConnectionPool(settings, proxy);
		this.pool.bindTo(meters, provider);
		this.deadlines = new DeadlineTimer(provider);
		this.maxResponse = settings.maxResponse().toBytes();
	}

	/** What LangChain4j asks for: always this client, whatever time-outs it wants. */
	public HttpClientBuilder asBuilder() {
		return new SharedClientBuilder(this);
	}

	/**
	 * Makes a request and reads the whole answer.
	 * @throws RefusedException if the status is not 2xx
	 * @throws BrokenExchangeException if the exchange broke, timed out or was interrupted
	 */
	@Override
	public SuccessfulHttpResponse execute(HttpRequest request) {
		return exchange(request, (_, response, body) -> success(response, body.readAllBytes()));
	}

	/**
	 * Makes a request and passes the answer's events on, on this thread; returns after
	 * the last one.
	 * @throws RefusedException if the status is not 2xx, or an event is an error
	 * @throws BrokenExchangeException if the exchange broke, timed out or was interrupted
	 */
	@Override
	public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
		exchange(request, (exchange, response, body) -> {
			listener.onOpen(success(response, new byte[0]));
			EventStream events = new EventStream(body, exchange, listener);
			events.forward();
			listener.onClose();
			exchange.throwFailure();
			return events;
		});
	}

	@Override
	public void close() throws IOException {
		this.deadlines.close();
		this.pool.close();
	}

	private <T> T exchange(HttpRequest request, Reader<T> reader) {
		Exchange exchange = Exchange.current();
		HttpUriRequestBase wire = wireRequest(request);
		try (DeadlineTimer.Watch _ = this.deadlines.watch(wire, exchange.deadline());
				DeadlineTimer.Watch firstToken = this.deadlines.watch(wire, exchange.firstToken())) {
			exchange.endFirstTokenWith(firstToken);
			return read(exchange, wire, this.pool.open(wire, exchange), reader);
		}
		catch (IOException ex) {
			throw new BrokenExchangeException(ex);
		}
		catch (CancellationException _) {
			// How the pool ends a wait that the deadline cancelled.
			throw new BrokenExchangeException(new ConnectionRequestTimeoutException("no connection by the deadline"));
		}
	}

	private <T> T read(Exchange exchange, HttpUriRequestBase wire, ClassicHttpResponse response, Reader<T> reader)
			throws IOException {
		boolean reusable = false;
		try {
			InputStream body = body(response);
			throwIfRefused(exchange, response, body);
			exchange.markAnswered();
			T result = reader.read(exchange, response, body);
			reusable = atEnd(exchange, body);
			return result;
		}
		finally {
			if (!reusable) {
				// First: closing a response reads it to its end, unless it was cancelled.
				wire.cancel();
			}
			Closer.closeQuietly(response);
		}
	}

	/** The answer is whole already; this only decides about its connection. */
	private static boolean atEnd(Exchange exchange, InputStream body) {
		try {
			exchange.limitSilence(LAST_CHUNK_TIMEOUT);
			return body.read() < 0;
		}
		catch (IOException _) {
			return false;
		}
	}

	private InputStream body(ClassicHttpResponse response) throws IOException {
		HttpEntity entity = response.getEntity();
		return (entity != null) ? new BoundedInputStream(entity.getContent(), this.maxResponse)
				: InputStream.nullInputStream();
	}

	private static void throwIfRefused(Exchange exchange, ClassicHttpResponse response, InputStream body)
			throws IOException {
		if (response.getCode() / 100 != 2) {
			exchange.markRefused();
			String error = new String(body.readNBytes(MAX_ERROR_BODY), StandardCharsets.UTF_8);
			throw new RefusedException(response.getCode(), headers(response), error);
		}
	}

	private static HttpUriRequestBase wireRequest(HttpRequest request) {
		HttpUriRequestBase wire = new HttpUriRequestBase(request.method().name(), URI.create(request.url()));
		request.headers().forEach((name, values) -> values.forEach((value) -> wire.addHeader(name, value)));
		if (request.body() != null) {
			wire.setEntity(new ByteArrayEntity(request.body().getBytes(StandardCharsets.UTF_8), null));
		}
		return wire;
	}

	private static SuccessfulHttpResponse success(ClassicHttpResponse response, byte[] body) {
		return SuccessfulHttpResponse.builder()
			.statusCode(response.getCode())
			.headers(headers(response))
			.body(body)
			.build();
	}

	private static Map<String, List<String>> headers(ClassicHttpResponse response) {
		Map<String, List<String>> headers = new TreeMap<>();
		for (Header header : response.getHeaders()) {
			headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), (_) -> new ArrayList<>())
				.add(header.getValue());
		}
		return headers;
	}

	@FunctionalInterface
	private interface Reader<T> {

		T read(Exchange exchange, ClassicHttpResponse response, InputStream body) throws IOException;

	}

	private record SharedClientBuilder(HttpClient client) implements HttpClientBuilder {

		@Override
		public @Nullable Duration connectTimeout() {
			return null;
		}

		@Override
		public HttpClientBuilder connectTimeout(Duration timeout) {
			return this;
		}

		@Override
		public @Nullable Duration readTimeout() {
			return null;
		}

		@Override
		public HttpClientBuilder readTimeout(Duration timeout) {
			return this;
		}

		@Override
		public HttpClient build() {
			return this.client;
		}

	}

}
