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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads server-sent events on the calling thread and passes them on. It knows three
 * things that the wire clients above it do not mind: what ends a stream
 * ({@code data: [DONE]} of OpenAI, {@code event: message_stop} of Anthropic), that an
 * error can come inside a stream (Anthropic's {@code event: error}, a chunk with a
 * top-level {@code error} from OpenAI and its kin), and that a listener's exception stops
 * the reading.
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

	private final BufferedReader lines;

	private final Exchange exchange;

	private final ServerSentEventListener listener;

	private final StringBuilder data = new StringBuilder();

	private @Nullable String name;

	EventStream(InputStream body, Exchange exchange, ServerSentEventListener listener) {
		this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
		this.exchange = exchange;
		this.listener = listener;
	}

	/**
	 * Reads until the end marker or the end of the body.
	 * @throws RefusedException if an event is an error
	 * @throws IOException if the connection broke, a time limit was hit or the thread was
	 * interrupted
	 */
	void forward() throws IOException {
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
		if (isError(event)) {
			throw new RefusedException(200, Map.of(), event.data());
		}
		if ("[DONE]".equals(event.data().strip()) || "message_stop".equals(event.event())) {
			this.exchange.markEnded();
		}
		this.listener.onEvent(event, CONTEXT);
		this.exchange.throwFailure();
		if (Thread.currentThread().isInterrupted()) {
			// A socket with bytes to read does not look at the flag.
			throw new SocketException("interrupted between two events");
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
