package dev.agentservice.llm.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.agentservice.llm.http.EventListener.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events on the calling thread and passes them on. A body that is one
 * JSON document, from servers that cannot stream or only report an error, is passed on as
 * such. Once the listener has the whole answer, silence, keep-alives and broken
 * connections are no failures any more: the answer need not be requested, and paid,
 * again.
 *
 * @see <a href=
 * "https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">WHATWG:
 * parsing an event stream</a>
 */
final class EventStream {

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	/** Only a report of the usage can follow. */
	private static final Duration PATIENCE_AFTER_ANSWER = Duration.ofSeconds(2);

	private final BufferedReader lines;

	private final Exchange exchange;

	private final EventListener listener;

	private final StringBuilder data = new StringBuilder();

	private String name = "";

	private Progress progress = Progress.GOES_ON;

	private long heard;

	EventStream(InputStream body, Exchange exchange, EventListener listener) {
		this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
		this.exchange = exchange;
		this.listener = listener;
	}

	/**
	 * Reads until the end marker or the end of the body.
	 * @throws IOException if the connection broke in the middle of the answer, a time
	 * limit was hit or the thread was interrupted
	 */
	void forward() throws IOException {
		if (this.listener.hasBegun()) {
			this.exchange.markBegun();
		}
		this.progress = this.listener.onOpened();
		if (this.progress == Progress.ENDED) {
			return;
		}
		try {
			String first = firstLine();
			if (first != null && (first.startsWith("{") || first.startsWith("["))) {
				this.exchange.markInOnePiece();
				this.listener.onDocument(first + "\n" + rest());
			}
			else {
				readAll(first);
			}
		}
		catch (IOException ex) {
			if (this.progress == Progress.GOES_ON || Thread.currentThread().isInterrupted()) {
				throw ex;
			}
		}
	}

	/** The first line that is not empty, without a byte order mark. */
	private @Nullable String firstLine() throws IOException {
		String line = this.lines.readLine();
		if (line != null && line.startsWith(BYTE_ORDER_MARK)) {
			line = line.substring(1);
		}
		while (line != null && line.isBlank()) {
			line = this.lines.readLine();
		}
		return line;
	}

	private String rest() throws IOException {
		StringBuilder rest = new StringBuilder();
		String line = this.lines.readLine();
		while (line != null) {
			rest.append(line).append('\n');
			line = this.lines.readLine();
		}
		return rest.toString();
	}

	private void readAll(@Nullable String first) throws IOException {
		String line = first;
		while (line != null) {
			if (line.isEmpty()) {
				dispatch();
			}
			else {
				read(line);
			}
			if (this.progress == Progress.ENDED) {
				return;
			}
			line = this.lines.readLine();
		}
		dispatch();
	}

	private void read(String line) {
		if (line.startsWith("event:")) {
			this.name = line.substring("event:".length()).strip();
		}
		else if (line.startsWith("error:")) {
			// Not a field of the standard: llama.cpp reports errors this way.
			this.name = "error";
			this.data.append(line, "error:".length(), line.length());
		}
		else if (line.startsWith("data:")) {
			if (!this.data.isEmpty()) {
				this.data.append('\n');
			}
			int start = "data:".length();
			this.data.append(line, start + (line.startsWith(" ", start) ? 1 : 0), line.length());
		}
		else if (line.startsWith(":")) {
			// A comment: some servers send it while a request waits or its model has
			// hidden
			// thoughts.
			this.exchange.markAlive();
		}
	}

	private void dispatch() throws IOException {
		if (!this.data.isEmpty()) {
			String event = this.data.toString();
			this.data.setLength(0);
			pass(this.listener.onEvent(this.name, event));
		}
		this.name = "";
	}

	private void pass(Progress next) throws IOException {
		markLife();
		if (this.progress == Progress.GOES_ON && next == Progress.WHOLE) {
			this.exchange.limitRest(PATIENCE_AFTER_ANSWER);
		}
		this.progress = next;
		if (Thread.currentThread().isInterrupted()) {
			// A socket with bytes to read does not check the flag.
			throw new SocketException("interrupted between two events");
		}
	}

	private void markLife() {
		if (!this.listener.hasBegun()) {
			this.exchange.markAlive();
			return;
		}
		this.exchange.markBegun();
		long now = this.listener.heard();
		if (now != this.heard) {
			this.heard = now;
			this.exchange.markPiece();
		}
	}

}
