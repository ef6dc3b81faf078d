package dev.agentservice.support;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An HTTP client that sends exactly what it is told, also what no decent client would.
 */
public final class RawHttp {

	private static final int TIMEOUT_MILLIS = 60_000;

	private final int port;

	public RawHttp(int port) {
		this.port = port;
	}

	/** Sends these bytes, then reads until the server closes the connection. */
	public Answer send(byte[] request) {
		return send((out) -> out.write(request));
	}

	/** Sends text as Latin-1, that is byte by byte. */
	public Answer send(String request) {
		return send(request.getBytes(StandardCharsets.ISO_8859_1));
	}

	/** Lets the writer send what it wants, then reads until the server closes. */
	public Answer send(Writer writer) {
		try (Socket socket = open()) {
			writer.write(socket.getOutputStream());
			return Answer.parse(socket.getInputStream().readAllBytes());
		}
		catch (IOException ex) {
			throw new AssertionError("The server did not answer", ex);
		}
	}

	/** A connection of one's own. */
	public Socket open() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
		socket.setSoTimeout(TIMEOUT_MILLIS);
		return socket;
	}

	/** A whole request, from its parts; the connection closes after it. */
	public Answer request(String method, String path, Map<String, String> headers, byte[] body) {
		StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
		headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		if (body.length > 0 && !headers.containsKey("Transfer-Encoding")) {
			head.append("Content-Length: ").append(body.length).append("\r\n");
		}
		head.append("Connection: close\r\n\r\n");
		return send((out) -> {
			out.write(head.toString().getBytes(StandardCharsets.UTF_8));
			out.write(body);
			out.flush();
		});
	}

	/** Writes a request. */
	@FunctionalInterface
	public interface Writer {

		void write(OutputStream out) throws IOException;

	}

	/**
	 * What came back.
	 *
	 * @param status the HTTP status
	 * @param headers by lower-case name; of several the last
	 * @param text the body
	 */
	public record Answer(int status, Map<String, String> headers, String text) {

		/** A header's value, or an empty text. */
		public String header(String name) {
			return this.headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
		}

		/** The body as JSON. */
		public JsonNode json() {
			return JsonMapper.shared().readTree(this.text);
		}

		/** A text member of the JSON body, or an empty text. */
		public String member(String name) {
			return json().path(name).asString("");
		}

		static Answer parse(byte[] bytes) {
			String all = new String(bytes, StandardCharsets.UTF_8);
			int end = all.indexOf("\r\n\r\n");
			if (end < 0) {
				throw new AssertionError("No HTTP answer: " + all);
			}
			String[] lines = all.substring(0, end).split("\r\n", -1);
			Map<String, String> headers = new TreeMap<>();
			for (int i = 1; i < lines.length; i++) {
				int colon = lines[i].indexOf(':');
				headers.put(lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
						lines[i].substring(colon + 1).strip());
			}
			String body = all.substring(end + 4);
			boolean chunked = "chunked".equals(headers.get("transfer-encoding"));
			return new Answer(Integer.parseInt(lines[0].split(" ", 3)[1]), headers, chunked ? unchunked(body) : body);
		}

		private static String unchunked(String body) {
			StringBuilder whole = new StringBuilder();
			byte[] rest = body.getBytes(StandardCharsets.UTF_8);
			int at = 0;
			while (true) {
				int lineEnd = at;
				while (rest[lineEnd] != '\r') {
					lineEnd++;
				}
				int size = Integer.parseInt(new String(rest, at, lineEnd - at, StandardCharsets.US_ASCII), 16);
				if (size == 0) {
					return whole.toString();
				}
				whole.append(new String(rest, lineEnd + 2, size, StandardCharsets.UTF_8));
				at = lineEnd + 2 + size + 2;
			}
		}

	}

}
