package dev.agentservice.llm.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPInputStream;

import dev.agentservice.llm.http.proxy.ProxyServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one provider, on a pool of its own. Both kinds of call, streams too,
 * run from the first to the last byte on the calling thread, inside an {@link Exchange}:
 * so interrupting that virtual thread closes the socket it waits on, and the exchange's
 * deadline ends the call also while bytes are received. A failed call closes its
 * connection at once, without reading the remaining body.
 */
public final class PooledHttpClient implements AutoCloseable {

	private static final int MAX_ERROR_BODY = 65_536;

	/**
	 * How long the last chunk may follow the end marker for the connection to be kept.
	 */
	private static final Duration LAST_CHUNK_TIMEOUT = Duration.ofMillis(50);

	private final ConnectionPool pool;

	private final DeadlineTimer deadlines;

	private final long maxResponse;

	private final Counter resent;

	/**
	 * A client for one provider.
	 * @param provider the provider's configured name
	 * @param properties its pool
	 * @param meters where the pool's metrics go
	 */
	public PooledHttpClient(String provider, PoolProperties properties, MeterRegistry meters) {
		this(provider, properties, null, meters);
	}

	/**
	 * A client for one provider behind a proxy.
	 * @param provider the provider's configured name
	 * @param properties its pool
	 * @param proxy the proxy, or null
	 * @param meters where the pool's metrics go
	 */
	public PooledHttpClient(String provider, PoolProperties properties, @Nullable ProxyServer proxy,
			MeterRegistry meters) {
		this.pool = new ConnectionPool(properties, proxy);
		this.pool.bindTo(meters, provider);
		this.deadlines = new DeadlineTimer(provider);
		this.maxResponse = properties.maxResponse().toBytes();
		this.resent = Counter.builder("agent.model.resent")
			.description("Requests sent again because a pooled connection had been closed")
			.tag("provider", provider)
			.register(meters);
	}

	/**
	 * Makes a request and reads the whole answer.
	 * @throws RefusedException if the status is not 2xx
	 * @throws BrokenExchangeException if the exchange broke, timed out or was interrupted
	 */
	public byte[] send(Exchange exchange, ProviderRequest request) {
		exchange.markInOnePiece();
		return exchange.run(() -> exchange(exchange, request, InputStream::readAllBytes));
	}

	/**
	 * Makes a request and passes the answer's events on, on this thread; returns after
	 * the last one.
	 * @throws RefusedException if the status is not 2xx
	 * @throws BrokenExchangeException if the exchange broke, timed out or was interrupted
	 * before the answer was whole
	 */
	public void send(Exchange exchange, ProviderRequest request, EventListener listener) {
		exchange.run(() -> exchange(exchange, request, (body) -> {
			EventStream events = new EventStream(body, exchange, listener);
			events.forward();
			return events;
		}));
	}

	@Override
	public void close() throws IOException {
		this.deadlines.close();
		this.pool.close();
	}

	private <T> T exchange(Exchange exchange, ProviderRequest request, Reader<T> reader) {
		HttpUriRequestBase wire = wireRequest(request);
		Cancellable expiry = () -> {
			exchange.markExpired();
			return wire.cancel();
		};
		try (DeadlineTimer.Watch _ = this.deadlines.watch(expiry, exchange.deadline())) {
			exchange.hurry().begins((deadline) -> this.deadlines.watch(expiry, deadline));
			exchange.watchFirstToken((deadline) -> this.deadlines.watch(expiry, deadline));
			return read(exchange, wire, open(exchange, wire), reader);
		}
		catch (IOException ex) {
			throw new BrokenExchangeException(ex);
		}
		finally {
			exchange.hurry().ends();
			exchange.stopWatching();
		}
	}

	/**
	 * Sends the request, and once more, on a new connection, where a pooled one had been
	 * closed while it was idle. RFC 9112 (section 9.3.1) allows that without further
	 * knowledge for idempotent methods only, because a server may have acted without an
	 * answer. A model call has no effect but its answer: at worst a provider bills an
	 * answer that was not received, which a retry after a failed call would cost as well.
	 * One that has an effect is not sent again.
	 */
	private ClassicHttpResponse open(Exchange exchange, HttpUriRequestBase wire) throws IOException {
		try {
			return openOnce(exchange, wire);
		}
		catch (LostConnectionException _) {
			this.resent.increment();
			this.pool.dropIdle();
			return openOnce(exchange, wire);
		}
	}

	private ClassicHttpResponse openOnce(Exchange exchange, HttpUriRequestBase wire) throws IOException {
		try {
			return this.pool.open(wire, exchange);
		}
		catch (RuntimeException ex) {
			// How the pool ends a wait that the deadline cancelled. Between the pool and
			// the connection the client fails on state that a cancellation has removed.
			if (ex instanceof CancellationException || exchange.timedOut()) {
				IOException late = new ConnectionRequestTimeoutException("no connection by the deadline");
				late.initCause(ex);
				throw late;
			}
			throw ex;
		}
	}

	private <T> T read(Exchange exchange, HttpUriRequestBase wire, ClassicHttpResponse response, Reader<T> reader)
			throws IOException {
		boolean reusable = false;
		try {
			throwIfRefused(exchange, response);
			exchange.markAnswered();
			InputStream body = body(response);
			T result = reader.read(body);
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

	/** The answer is whole already; this only decides whether its connection is kept. */
	private static boolean atEnd(Exchange exchange, InputStream body) {
		try {
			exchange.limitSilence(LAST_CHUNK_TIMEOUT);
			return body.read() < 0;
		}
		catch (IOException _) {
			return false;
		}
	}

	/**
	 * Unchanged; no compression was requested, but some servers compress nevertheless.
	 */
	private InputStream body(ClassicHttpResponse response) throws IOException {
		HttpEntity entity = response.getEntity();
		if (entity == null) {
			return InputStream.nullInputStream();
		}
		InputStream sent = new BoundedInputStream(entity.getContent(), this.maxResponse);
		return decoded(sent, Objects.requireNonNullElse(entity.getContentEncoding(), "identity"));
	}

	private InputStream decoded(InputStream sent, String encoding) throws IOException {
		return switch (encoding.toLowerCase(Locale.ROOT)) {
			case "identity", "" -> sent;
			case "gzip", "x-gzip" -> new BoundedInputStream(new GZIPInputStream(sent), this.maxResponse);
			default -> throw new ClientProtocolException("the answer has an encoding that was not asked for");
		};
	}

	private void throwIfRefused(Exchange exchange, ClassicHttpResponse response) {
		if (response.getCode() / 100 != 2) {
			exchange.markRefused();
			throw new RefusedException(response.getCode(), headers(response), errorBody(response));
		}
	}

	/** The status suffices if this cannot be read. */
	private String errorBody(ClassicHttpResponse response) {
		try {
			return new String(body(response).readNBytes(MAX_ERROR_BODY), StandardCharsets.UTF_8);
		}
		catch (IOException _) {
			return "";
		}
	}

	private static HttpUriRequestBase wireRequest(ProviderRequest request) {
		HttpUriRequestBase wire = new HttpUriRequestBase(request.method(), request.url());
		request.headers().forEach(wire::addHeader);
		if (request.body() != null) {
			wire.setEntity(new ByteArrayEntity(request.body(), ContentType.APPLICATION_JSON));
		}
		return wire;
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

		T read(InputStream body) throws IOException;

	}

}
