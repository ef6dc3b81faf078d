package dev.agentservice.llm.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The least HTTP server that can be measured against, in a process of its own so that its
 * work is not counted as the client's. {@code /plain} answers at once with a kilobyte,
 * {@code /stream} with 50 events, each flushed. Prints its port, and ends with its
 * standard input.
 */
final class BenchServer {

	private static final byte[] PLAIN = response("Content-Length: 1024\r\n", "x".repeat(1024));

	private static final byte[] HEAD = response("Transfer-Encoding: chunked\r\n", "");

	private static final byte[] EVENT = chunk("data: {\"choices\":[{\"delta\":{\"content\":\"word \"}}]}\n\n");

	private static final byte[] DONE = ascii("e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n");

	private BenchServer() {
	}

	public static void main(String[] args) throws IOException {
		ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
		IO.println(listener.getLocalPort());
		Thread.ofVirtual().start(() -> accept(listener));
		System.in.transferTo(OutputStream.nullOutputStream());
	}

	private static void accept(ServerSocket listener) {
		for (;;) {
			try {
				Socket socket = listener.accept();
				socket.setTcpNoDelay(true);
				Thread.ofVirtual().start(() -> serve(socket));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private static void serve(Socket socket) {
		try (socket) {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			OutputStream out = socket.getOutputStream();
			String line = line(in);
			while (!line.isEmpty()) {
				boolean stream = line.contains("/stream");
				skipRest(in);
				answer(out, stream);
				line = line(in);
			}
		}
		catch (IOException _) {
			// The client is gone.
		}
	}

	private static void answer(OutputStream out, boolean stream) throws IOException {
		if (!stream) {
			out.write(PLAIN);
			return;
		}
		out.write(HEAD);
		for (int i = 0; i < 50; i++) {
			out.write(EVENT);
		}
		out.write(DONE);
	}

	private static void skipRest(InputStream in) throws IOException {
		int length = 0;
		String line = line(in);
		while (!line.isEmpty()) {
			if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
				length = Integer.parseInt(line.substring(15).strip());
			}
			line = line(in);
		}
		in.skipNBytes(length);
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		int c = in.read();
		while (c >= 0 && c != '\n') {
			if (c != '\r') {
				line.append((char) c);
			}
			c = in.read();
		}
		return line.toString();
	}

	private static byte[] response(String headers, String body) {
		return ascii("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + headers + "\r\n" + body);
	}

	private static byte[] chunk(String text) {
		return ascii(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
