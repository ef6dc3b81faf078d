package dev.agentservice.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * A call over a bare socket, to see what the wire really carried and how it ended.
 */
final class RawCall implements AutoCloseable {

	/** How the bytes ended. */
	enum End {

		/** The connection was closed in good order. */
		CLOSED,
		/** The connection was reset. */
		RESET,
		/** The connection is open and silent. */
		SILENT

	}

	/**
	 * What the wire carried.
	 *
	 * @param bytes everything received, headers included
	 * @param end how it ended
	 */
	record Received(String bytes, End end) {

	}

	private static final int SILENCE_MILLIS = 250;

	private static final int PATIENCE_MILLIS = 30_000;

	private final Socket socket;

	private RawCall(Socket socket) {
		this.socket = socket;
	}

	static RawCall openai(Simulator simulator, String json) throws IOException {
		return post(simulator, "/v1/chat/completions", "Authorization: Bearer sk-test", json);
	}

	static RawCall anthropic(Simulator simulator, String json) throws IOException {
		return post(simulator, "/v1/messages", "x-api-key: sk-ant\r\nanthropic-version: 2023-06-01", json);
	}

	private static RawCall post(Simulator simulator, String path, String headers, String json) throws IOException {
		Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), simulator.port());
		String request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
				+ "\r\nContent-Length: " + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json;
		socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
		return new RawCall(socket);
	}

	/** Waits for the first byte, then reads until the connection ends or falls silent. */
	Received receive() throws IOException {
		this.socket.setSoTimeout(PATIENCE_MILLIS);
		return read();
	}

	/** Reads until the connection ends or has been silent for a moment. */
	Received receiveAtOnce() throws IOException {
		this.socket.setSoTimeout(SILENCE_MILLIS);
		return read();
	}

	private Received read() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		End end = End.CLOSED;
		try {
			InputStream in = this.socket.getInputStream();
			for (int b = in.read(); b != -1; b = in.read()) {
				bytes.write(b);
				this.socket.setSoTimeout(SILENCE_MILLIS);
			}
		}
		catch (SocketTimeoutException _) {
			end = End.SILENT;
		}
		catch (SocketException _) {
			end = End.RESET;
		}
		return new Received(bytes.toString(StandardCharsets.UTF_8), end);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
