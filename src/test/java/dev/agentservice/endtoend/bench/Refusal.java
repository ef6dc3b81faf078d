package dev.agentservice.endtoend.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A client that is refused, and sends all before it reads, as most do.
 *
 * @param name of the row
 * @param body what it sends
 * @param keepsConnection whether it wants to use a connection again
 */
record Refusal(String name, String body, boolean keepsConnection) {

	/** The last request that is not refused, whatever becomes of it. */
	void useUpAllLimits(int port) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			send(socket, false);
			socket.getInputStream().readAllBytes();
		}
	}

	/** Is refused so often. */
	void repeat(int port, int times) {
		try {
			Socket socket = null;
			for (int i = 0; i < times; i++) {
				socket = ask(port, socket);
			}
			if (socket != null) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private @Nullable Socket ask(int port, @Nullable Socket open) throws IOException {
		Socket socket = (open != null) ? open : new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setSoTimeout(20_000);
		send(socket, this.keepsConnection);
		boolean stays = read(new BufferedInputStream(socket.getInputStream()));
		if (stays) {
			return socket;
		}
		socket.close();
		return null;
	}

	private void send(Socket socket, boolean keeps) throws IOException {
		byte[] bytes = this.body.getBytes(StandardCharsets.UTF_8);
		String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
				+ BenchRequests.KEY + "\r\nX-User-Id: user-1\r\nContent-Type: application/json\r\nContent-Length: "
				+ bytes.length + (keeps ? "" : "\r\nConnection: close") + "\r\n\r\n";
		socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
		socket.getOutputStream().write(bytes);
	}

	/** Whether the connection stays open. */
	private static boolean read(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("cut: " + head);
			}
			head.append((char) next);
		}
		String headers = head.toString().toLowerCase(Locale.ROOT);
		if (!headers.startsWith("http/1.1 429")) {
			throw new IOException(head.toString());
		}
		boolean closes = headers.contains("connection: close");
		int length = headers.contains("content-length: ")
				? Integer.parseInt(headers.replaceAll("(?s).*content-length: (\\d+).*", "$1")) : -1;
		String body = new String((length < 0) ? chunks(in, closes) : in.readNBytes(length), StandardCharsets.UTF_8);
		if (!body.contains("rate_limit_exceeded")) {
			throw new IOException(body);
		}
		return !closes;
	}

	private static byte[] chunks(InputStream in, boolean closes) throws IOException {
		if (closes) {
			return in.readAllBytes();
		}
		StringBuilder text = new StringBuilder();
		while (text.indexOf("\r\n0\r\n\r\n") < 0) {
			text.append((char) in.read());
		}
		return text.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

}
