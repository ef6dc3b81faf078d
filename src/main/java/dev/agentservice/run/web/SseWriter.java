package dev.agentservice.run.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.agentservice.run.event.EventSink;
import dev.agentservice.run.event.store.StoredEvent;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * Writes events as a stream of server-sent events. Blocks as long as the client does not
 * read, until Tomcat's {@code server.tomcat.connection-timeout} cuts it.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML:
 * Server-sent events</a>
 */
final class SseWriter implements EventSink {

	static final String CONTENT_TYPE = "text/event-stream;charset=UTF-8";

	/** A comment: clients ignore it, proxies and broken connections do not. */
	private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

	private final HttpServletResponse response;

	private boolean begun;

	SseWriter(HttpServletResponse response) {
		this.response = response;
	}

	/** Whether anything was written: from then on no other answer is possible. */
	boolean begun() {
		return this.begun;
	}

	@Override
	public void event(StoredEvent event) throws IOException {
		begin();
		// JSON may hold line breaks between its tokens; a line ends the field.
		String data = event.data().replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\ndata: ");
		write("id: " + event.id() + "\nevent: " + event.type() + "\ndata: " + data + "\n\n");
	}

	@Override
	public void flush() throws IOException {
		begin();
		this.response.flushBuffer();
	}

	@Override
	public void silence() throws IOException {
		begin();
		this.response.getOutputStream().write(COMMENT);
		this.response.flushBuffer();
	}

	private void begin() {
		if (!this.begun) {
			this.begun = true;
			this.response.setContentType(CONTENT_TYPE);
			this.response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
			// Asks nginx, and proxies that follow its convention, to pass on each event
			// at
			// once.
			this.response.setHeader("X-Accel-Buffering", "no");
		}
	}

	private void write(String text) throws IOException {
		this.response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
	}

}
