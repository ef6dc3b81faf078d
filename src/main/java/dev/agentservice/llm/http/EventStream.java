package dev.agentservice.llm.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

import dev.langchain4j.http.client.sse.CancellationUnsupportedHandle;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads server-sent events on the calling thread and passes them on. It knows four things
 * that the wire clients above it do not mind: what ends a stream, that an error can come
 * inside a stream (Anthropic's {@code event: error}, a chunk with a top-level
 * {@code error} from OpenAI and its kin), that a listener's exception stops the reading,
 * and that an answer is whole once its model said why it stopped: unless its provider
 * reports an error after that, it is not worth asking, and paying, again.
 *
 * @see <a href=
 * "https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">WHATWG:
 * parsing an event stream</a>
 */
final class EventStream {

	private static final JsonMapper JSON = JsonMapper.shared();

	/** A quote inside a JSON string is escaped, so this finds member names only. */
	private static final Pattern ERROR_MEMBER = Pattern.compile("\"error\"\\s*:\\s*[{\"]");

	/** We stop a stream by closing its connection, never through the event's handle. */
	private static final ServerSentEventContext CONTEXT = new ServerSentEventContext(
			new CancellationUnsupportedHandle());

	/** All that can still come is a report of the usage. */
	private static final Timeout PATIENCE_AFTER_ANSWER = Timeout.ofSeconds(2);

	private final BufferedReader lines;

	private final Exchange exchange;

	private final ServerSentEventListener listener;

	private final StringBuilder data = new StringBuilder();

	private @Nullable String name;

	private @Nullable EndMarker expected;

	EventStream(InputStream body, Exchange exchange, ServerSentEventListener listener) {
		this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
		this.exchange = exchange;
		this.listener = listener;
	}

	/**
	 * Reads until the end marker or the end of the body. If the marker is missing but the
	 * answer is whole, the listener gets the marker all the same.
	 * @throws RefusedException if an event is an error
	 * @throws IOException if the connection broke in the middle of the answer, a time
	 * limit was hit or the thread was interrupted
	 */
	void forward() throws IOException {
		try {
			readAll();
		}
		catch (IOException ex) {
			if (this.expected == null || Thread.currentThread().isInterrupted()) {
				throw ex;
			}
		}
		if (this.expected != null && !this.exchange.ended()) {
			pass(this.expected.event());
		}
	}

	private void readAll() throws IOException {
		String line;
		while (!this.exchange.ended() && (line = this.lines.readLine()) != null) {
			if (line.isEmpty()) {
				dispatch();
			}
			else {
				read(line);
			}
		}
		if (!this.exchange.ended()) {
			dispatch();
		}
	}

	private void read(String line) {
		if (line.startsWith("event:")) {
			this.name = line.substring("event:".length()).strip();
		}
		else if (line.startsWith("data:")) {
			if (!this.data.isEmpty()) {
				this.data.append('\n');
			}
			int start = "data:".length();
			this.data.append(line, start + (line.startsWith(" ", start) ? 1 : 0), line.length());
		}
	}

	private void dispatch() throws IOException {
		if (!this.data.isEmpty()) {
			ServerSentEvent event = new ServerSentEvent(this.name, this.data.toString());
			this.data.setLength(0);
			pass(event);
		}
		this.name = null;
	}

	private void pass(ServerSentEvent event) throws IOException {
		if (EndMarker.is(event)) {
			this.exchange.markEnded();
		}
		else if (isError(event)) {
			throw new RefusedException(200, Map.of(), event.data());
		}
		else if (this.expected != null && !isJson(event.data())) {
			return;
		}
		else {
			expectEnd(EndMarker.announcedBy(event));
		}
		this.listener.onEvent(event, CONTEXT);
		this.exchange.throwFailure();
		if (Thread.currentThread().isInterrupted()) {
			// A socket with bytes to read does not look at the flag.
			throw new SocketException("interrupted between two events");
		}
	}

	private void expectEnd(@Nullable EndMarker marker) {
		if (marker != null && this.expected == null) {
			this.expected = marker;
			this.exchange.limitSilence(PATIENCE_AFTER_ANSWER);
		}
	}

	private static boolean isJson(String data) {
		try {
			JSON.readTree(data);
			return true;
		}
		catch (JacksonException _) {
			return false;
		}
	}

	private static boolean isError(ServerSentEvent event) {
		return "error".equals(event.event()) || hasError(event.data());
	}

	private static boolean hasError(String json) {
		if (!ERROR_MEMBER.matcher(json).find()) {
			return false;
		}
		try {
			return !JSON.readTree(json).path("error").isMissingNode();
		}
		catch (JacksonException _) {
			return false;
		}
	}

}
