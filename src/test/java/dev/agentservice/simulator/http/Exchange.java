package dev.agentservice.simulator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One answer on the wire. Output is buffered and goes out when the answer pauses or ends,
 * so that an answer without pauses costs one write, and all that was said before a pause
 * or a fault has left.
 */
public final class Exchange {

	private final Socket socket;

	private final OutputStream out;

	private final CompletableFuture<Boolean> clientLeft = new CompletableFuture<>();

	private volatile boolean closed;

	Exchange(Socket socket, OutputStream out) {
		this.socket = socket;
		this.out = out;
	}

	/** Sends a whole answer. */
	public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
		sendHead(status, headers, "Content-Length: " + body.length);
		write(body);
		flush();
	}

	/**
	 * Sends the first half of an answer that announces its whole length; what becomes of
	 * the rest is the caller's choice.
	 */
	public void sendHalf(int status, Map<String, String> headers, byte[] body) throws IOException {
		sendHead(status, headers, "Content-Length: " + body.length);
		write(Arrays.copyOf(body, body.length / 2));
		flush();
	}

	/** Begins a stream of server-sent events. */
	public EventStream sendEvents(Map<String, String> headers) throws IOException {
		sendHead(200, headers, "Content-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked");
		return new EventStream(this);
	}

	/** Waits, and fails as soon as the client leaves. */
	public void pause(Duration duration) throws IOException {
		if (duration.isPositive()) {
			flush();
			leaveIf(awaitClientLeft(duration.toNanos()));
		}
	}

	/** Waits for something, and fails as soon as the client leaves. */
	public void pauseUntil(CompletableFuture<?> done) throws IOException {
		flush();
		CompletableFuture.anyOf(done, this.clientLeft).join();
		leaveIf(this.clientLeft.isDone());
	}

	/** Keeps the connection open and says nothing more until the client leaves. */
	public void stayUntilClientLeaves() throws IOException {
		flush();
		leaveIf(awaitClientLeft(Long.MAX_VALUE));
	}

	/** Closes the connection in good order (FIN), complete or not. */
	public void close() throws IOException {
		this.closed = true;
		flush();
		this.socket.close();
	}

	/** Resets the connection (RST); the client loses what it has not read yet. */
	public void reset() throws IOException {
		this.closed = true;
		flush();
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	void write(byte[] bytes) throws IOException {
		try {
			this.out.write(bytes);
		}
		catch (IOException ex) {
			throw new ClientLeftException(ex);
		}
	}

	void flush() throws IOException {
		try {
			this.out.flush();
		}
		catch (IOException ex) {
			throw new ClientLeftException(ex);
		}
	}

	void clientLeft() {
		this.clientLeft.complete(true);
	}

	boolean isClosed() {
		return this.closed;
	}

	private void sendHead(int status, Map<String, String> headers, String framing) throws IOException {
		StringBuilder head = new StringBuilder(256).append("HTTP/1.1 ").append(status).append(" \r\n");
		headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		write(head.append(framing).append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
	}

	private boolean awaitClientLeft(long nanos) throws IOException {
		try {
			return this.clientLeft.get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException _) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ClientLeftException(ex);
		}
	}

	private static void leaveIf(boolean left) throws ClientLeftException {
		if (left) {
			throw new ClientLeftException(null);
		}
	}

}
