package dev.agentservice.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

import static org.awaitility.Awaitility.await;

/**
 * A double of Lambda's Runtime API and Extensions API: hands out invocations, takes
 * streamed and buffered answers, and says when a sandbox may be frozen.
 */
final class FakeRuntimeApi implements AutoCloseable {

	private static final String INVOCATIONS = "/2018-06-01/runtime/invocation/";

	private final BlockingQueue<Pending> waiting = new LinkedBlockingQueue<>();

	private final Map<String, Pending> underWay = new ConcurrentHashMap<>();

	private final AtomicInteger polls = new AtomicInteger();

	private final AtomicInteger extensions = new AtomicInteger();

	private final HttpServer server;

	private volatile boolean idle;

	private volatile boolean refusing;

	private FakeRuntimeApi() {
		this.server = ServerBootstrap.bootstrap()
			.setLocalAddress(InetAddress.getLoopbackAddress())
			.setListenerPort(0)
			.setCanonicalHostName("127.0.0.1")
			.setSocketConfig(SocketConfig.custom().setSoTimeout(Timeout.DISABLED).build())
			.register("*", (request, response, _) -> handle(request, response))
			.create();
	}

	/** Starts one on a port of its own. */
	static FakeRuntimeApi start() {
		FakeRuntimeApi api = new FakeRuntimeApi();
		try {
			api.server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return api;
	}

	/** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
	String address() {
		return "127.0.0.1:" + this.server.getLocalPort();
	}

	/** How often an invocation was asked for. */
	int polls() {
		return this.polls.get();
	}

	/** How many extensions wait for events. */
	int extensions() {
		return this.extensions.get();
	}

	/** Refuses the next answer, as one that is too large. */
	void refuseOne() {
		this.refusing = true;
	}

	/** Whether the sandbox waits for an invocation: Lambda freezes it then. */
	boolean isIdle() {
		return this.idle;
	}

	/**
	 * Invokes the function.
	 * @param event what the trigger sends, JSON
	 * @param timeout the function's time-out
	 * @return the result to come
	 */
	Invoked invoke(String event, Duration timeout) {
		Pending invocation = new Pending(Ids.next(), event, Instant.now().plus(timeout), new Invoked());
		this.underWay.put(invocation.id(), invocation);
		this.waiting.add(invocation);
		return invocation.invoked();
	}

	private void handle(ClassicHttpRequest request, ClassicHttpResponse response) throws IOException, HttpException {
		String path = request.getPath();
		if (path.equals(INVOCATIONS + "next")) {
			next(response);
		}
		else if (path.startsWith(INVOCATIONS) && path.endsWith("/response")) {
			answered(request, response, false);
		}
		else if (path.startsWith(INVOCATIONS) && path.endsWith("/error")) {
			answered(request, response, true);
		}
		else if (path.equals("/2020-01-01/extension/register")) {
			EntityUtils.consume(request.getEntity());
			response.setHeader("Lambda-Extension-Identifier", Ids.next());
			response.setEntity(json("{\"functionName\": \"test\"}"));
		}
		else if (path.equals("/2020-01-01/extension/event/next")) {
			this.extensions.incrementAndGet();
			take(new LinkedBlockingQueue<>());
		}
		else {
			EntityUtils.consume(request.getEntity());
			response.setCode(404);
		}
	}

	private void next(ClassicHttpResponse response) {
		this.polls.incrementAndGet();
		this.idle = true;
		Pending invocation = take(this.waiting);
		this.idle = false;
		response.setHeader("Lambda-Runtime-Aws-Request-Id", invocation.id());
		response.setHeader("Lambda-Runtime-Deadline-Ms", invocation.deadline().toEpochMilli());
		response.setHeader("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:1:function:test");
		response.setHeader("Lambda-Runtime-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
		response.setEntity(json(invocation.event()));
	}

	/** The sandbox may end while it waits; then the thread ends with the server. */
	private static <T> T take(BlockingQueue<T> queue) {
		try {
			return queue.take();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void answered(ClassicHttpRequest request, ClassicHttpResponse response, boolean failed) throws IOException {
		String path = request.getPath();
		Pending invocation = this.underWay.remove(path.substring(INVOCATIONS.length(), path.lastIndexOf('/')));
		if (invocation == null) {
			EntityUtils.consume(request.getEntity());
			response.setCode(403);
			return;
		}
		if (this.refusing) {
			this.refusing = false;
			EntityUtils.consume(request.getEntity());
			response.setCode(413);
			invocation.invoked().result().completeExceptionally(new IOException("refused"));
			return;
		}
		try {
			invocation.invoked().result().complete(read(request, failed, invocation.invoked()));
			response.setCode(202);
		}
		catch (IOException ex) {
			invocation.invoked().result().completeExceptionally(ex);
			throw ex;
		}
	}

	private static Result read(ClassicHttpRequest request, boolean failed, Invoked invoked) throws IOException {
		boolean streamed = "streaming".equals(value(request, "Lambda-Runtime-Function-Response-Mode"));
		List<Header> trailers = List.of();
		HttpEntity entity = request.getEntity();
		if (entity != null) {
			try (InputStream stream = entity.getContent()) {
				byte[] buffer = new byte[65536];
				for (int length = stream.read(buffer); length > 0; length = stream.read(buffer)) {
					invoked.came(buffer, length);
				}
				if (stream instanceof ChunkedInputStream chunks) {
					trailers = List.of(chunks.getFooters());
				}
			}
		}
		return new Result(failed, streamed, value(request, "Content-Type"), invoked.all(),
				trailers.stream().collect(Collectors.toMap(Header::getName, Header::getValue)));
	}

	private static String value(ClassicHttpRequest request, String name) {
		Header header = request.getFirstHeader(name);
		return (header != null) ? header.getValue() : "";
	}

	private static ByteArrayEntity json(String text) {
		return new ByteArrayEntity(text.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON);
	}

	@Override
	public void close() {
		this.server.close(CloseMode.IMMEDIATE);
	}

	/** An invocation without a result. */
	private record Pending(String id, String event, Instant deadline, Invoked invoked) {

	}

	/** An invocation as its client sees it. */
	static final class Invoked {

		private final CompletableFuture<Result> result = new CompletableFuture<>();

		private final ByteArrayOutputStream body = new ByteArrayOutputStream();

		CompletableFuture<Result> result() {
			return this.result;
		}

		/** Waits until this stands in what has come so far. */
		void awaitBody(String text) {
			await().until(() -> soFar().contains(text));
		}

		private synchronized String soFar() {
			return this.body.toString(StandardCharsets.UTF_8);
		}

		private synchronized void came(byte[] bytes, int length) {
			this.body.write(bytes, 0, length);
		}

		private synchronized byte[] all() {
			return this.body.toByteArray();
		}

	}

	/**
	 * How an invocation ended.
	 *
	 * @param failed whether its error was reported instead of an answer
	 * @param streamed whether the answer came piece by piece
	 * @param contentType the type of the message
	 * @param message its body
	 * @param trailers by name
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Result(boolean failed, boolean streamed, String contentType, byte[] message, Map<String, String> trailers) {

		/** Whether a client would be shown a success. */
		boolean isWhole() {
			return !this.failed && this.trailers.isEmpty();
		}

	}

	/** Names of invocations and extensions. */
	private static final class Ids {

		private static final AtomicInteger LAST = new AtomicInteger();

		private Ids() {
		}

		static String next() {
			return "8476a536-e9f4-11e8-9739-%012d".formatted(LAST.incrementAndGet());
		}

	}

}
