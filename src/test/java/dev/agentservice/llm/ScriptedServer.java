package dev.agentservice.llm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on bytes: each test writes its answers itself, and can do with the
 * connection what a real server would not.
 */
public final class ScriptedServer implements AutoCloseable {

	private final ServerSocket listener;

	private final Answer answer;

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final AtomicInteger connections = new AtomicInteger();

	private final ConcurrentHashMap.KeySetView<Socket, Boolean> open = ConcurrentHashMap.newKeySet();

	private final CountDownLatch clientGone = new CountDownLatch(1);

	public ScriptedServer(Answer answer) throws IOException {
		this(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), answer);
	}

	/** A server on a socket of the test's choice. */
	public ScriptedServer(ServerSocket listener, Answer answer) {
		this.answer = answer;
		this.listener = listener;
		Thread.ofVirtual().start(this::accept);
	}

	public URI url() {
		return URI.create("http://127.0.0.1:" + this.listener.getLocalPort() + "/v1");
	}

	public List<Request> requests() {
		return this.requests;
	}

	public Request request() {
		return this.requests.getFirst();
	}

	int connections() {
		return this.connections.get();
	}

	/** Released when a client closed its connection while an answer was not finished. */
	CountDownLatch clientGone() {
		return this.clientGone;
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket socket = this.listener.accept();
				socket.setTcpNoDelay(true);
				this.open.add(socket);
				this.connections.incrementAndGet();
				Thread.ofVirtual().start(() -> serve(socket));
			}
			catch (IOException _) {
				return;
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			Request request = Request.read(in);
			for (int number = 1; request != null; number++) {
				this.requests.add(request);
				this.answer.write(new Connection(socket, in, request, number));
				request = Request.read(in);
			}
		}
		catch (IOException _) {
			this.clientGone.countDown();
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		for (Socket socket : this.open) {
			socket.close();
		}
	}

	/** What the server does once it has read a request. */
	@FunctionalInterface
	public interface Answer {

		void write(Connection connection) throws IOException;

	}

	/** A request as it came. */
	public record Request(String line, Map<String, String> headers, String body) {

		static @Nullable Request read(InputStream in) throws IOException {
			String line = readLine(in);
			if (line == null) {
				return null;
			}
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			String header = readLine(in);
			while (header != null && !header.isEmpty()) {
				int colon = header.indexOf(':');
				headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
				header = readLine(in);
			}
			byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
			return new Request(line, headers, new String(body, StandardCharsets.UTF_8));
		}

		private static @Nullable String readLine(InputStream in) throws IOException {
			StringBuilder line = new StringBuilder();
			int c = in.read();
			while (c >= 0 && c != '\n') {
				if (c != '\r') {
					line.append((char) c);
				}
				c = in.read();
			}
			return (c < 0 && line.isEmpty()) ? null : line.toString();
		}

	}

	/** A connection on which an answer is due. */
	public static final class Connection {

		private final Socket socket;

		private final InputStream in;

		private final OutputStream out;

		private final Request request;

		private final int number;

		private Connection(Socket socket, InputStream in, Request request, int number) throws IOException {
			this.socket = socket;
			this.in = in;
			this.out = socket.getOutputStream();
			this.request = request;
			this.number = number;
		}

		Request request() {
			return this.request;
		}

		/** Whether another request came before on the same connection. */
		boolean isReused() {
			return this.number > 1;
		}

		void write(String text) throws IOException {
			write(text.getBytes(StandardCharsets.UTF_8));
		}

		void write(byte[] bytes) throws IOException {
			this.out.write(bytes);
			this.out.flush();
		}

		/** A whole answer; headers are lines without their ends. */
		public void json(int status, String body, String... headers) throws IOException {
			StringBuilder head = new StringBuilder(
					"HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\n");
			for (String header : headers) {
				head.append(header).append("\r\n");
			}
			head.append("Content-Length: ").append(body.getBytes(StandardCharsets.UTF_8).length).append("\r\n\r\n");
			write(head + body);
		}

		void startStream() throws IOException {
			write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
		}

		void chunk(String text) throws IOException {
			write(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
		}

		void endStream() throws IOException {
			write("0\r\n\r\n");
		}

		/** A whole stream, each event in a chunk of its own. */
		public void stream(String events) throws IOException {
			startStream();
			for (String event : events.strip().split("\n\n", -1)) {
				chunk(event + "\n\n");
			}
			endStream();
		}

		/** The answer in one piece, or in events where the request asks for them. */
		void answer(String plain, String events) throws IOException {
			if (this.request.body().contains("\"stream\":true")) {
				stream(events);
			}
			else {
				json(200, plain);
			}
		}

		void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

		void close() throws IOException {
			this.socket.close();
		}

		/** Says nothing until the client closes the connection. */
		void silence() throws IOException {
			if (this.in.read() < 0) {
				throw new IOException("the client closed the connection");
			}
		}

	}

}
