package dev.agentservice.simulator.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A body of server-sent events, one HTTP chunk for each, as the providers send them.
 */
public final class EventStream {

	private static final byte[] CRLF = { '\r', '\n' };

	private final Exchange exchange;

	EventStream(Exchange exchange) {
		this.exchange = exchange;
	}

	/** Sends an event without a name. */
	public void send(String data) throws IOException {
		chunk("data: " + data + "\n\n");
	}

	/** Sends an event with a name. */
	public void send(String event, String data) throws IOException {
		chunk("event: " + event + "\ndata: " + data + "\n\n");
	}

	/** Sends a comment, which is no event. */
	public void comment(String text) throws IOException {
		chunk(": " + text + "\n\n");
	}

	/** Sends a line that is no field of an event, as some servers report errors. */
	public void line(String text) throws IOException {
		chunk(text + "\n\n");
	}

	/** Sends what no HTTP client can read: a chunk whose size is not a number. */
	public void sendBrokenChunk() throws IOException {
		this.exchange.write("not-a-size\r\n".getBytes(StandardCharsets.US_ASCII));
		this.exchange.flush();
	}

	/** Ends the body as HTTP demands it. */
	public void end() throws IOException {
		this.exchange.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		this.exchange.flush();
	}

	private void chunk(String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		this.exchange.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
		this.exchange.write(bytes);
		this.exchange.write(CRLF);
	}

}
