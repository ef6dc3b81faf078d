package dev.agentservice.simulator.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads requests one after the other from a connection (RFC 9112), with a body of known
 * length or in chunks.
 */
final class RequestReader {

	private static final int MAX_LINE = 64 * 1024;

	private static final int MAX_BODY = 64 * 1024 * 1024;

	private final InputStream in;

	private final OutputStream interim;

	RequestReader(InputStream in, OutputStream interim) {
		this.in = new BufferedInputStream(in, 16 * 1024);
		this.interim = interim;
	}

	/**
	 * Waits until the next request begins or the client is gone; consumes nothing.
	 * @return whether there is more to read
	 */
	boolean awaitMore() throws IOException {
		this.in.mark(1);
		if (this.in.read() == -1) {
			return false;
		}
		this.in.reset();
		return true;
	}

	/** The next request, or null if the client closed the connection between two. */
	@Nullable HttpRequest next() throws IOException {
		if (!awaitMore()) {
			return null;
		}
		String[] start = readLine().split(" ", -1);
		if (start.length != 3) {
			throw new IOException("Not a request line");
		}
		Map<String, String> headers = readHeaders();
		String[] target = start[1].split("\\?", 2);
		String query = (target.length == 2) ? target[1] : "";
		HttpRequest head = new HttpRequest(start[0], target[0], query, headers, new byte[0]);
		if (head.expectsContinue()) {
			this.interim.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			this.interim.flush();
		}
		return new HttpRequest(start[0], target[0], query, headers, readBody(headers));
	}

	private Map<String, String> readHeaders() throws IOException {
		Map<String, String> headers = new HashMap<>();
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			int colon = line.indexOf(':');
			if (colon < 1) {
				throw new IOException("Not a header line");
			}
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
		}
		return headers;
	}

	private byte[] readBody(Map<String, String> headers) throws IOException {
		if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
			return readChunks();
		}
		return readExactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
	}

	private byte[] readChunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int size = readChunkSize();
		while (size > 0) {
			body.writeBytes(readExactly(size));
			readLine();
			size = readChunkSize();
			if (body.size() > MAX_BODY) {
				throw new IOException("Body too large");
			}
		}
		readHeaders();
		return body.toByteArray();
	}

	private int readChunkSize() throws IOException {
		return Integer.parseInt(readLine().split(";", 2)[0].strip(), 16);
	}

	private byte[] readExactly(int length) throws IOException {
		if (length > MAX_BODY) {
			throw new IOException("Body too large");
		}
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("The client left in the middle of its request");
		}
		return bytes;
	}

	private String readLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream(80);
		for (int b = this.in.read(); b != '\n'; b = this.in.read()) {
			if (b == -1 || line.size() > MAX_LINE) {
				throw new EOFException("A line without an end");
			}
			line.write(b);
		}
		return line.toString(StandardCharsets.UTF_8).stripTrailing();
	}

}
