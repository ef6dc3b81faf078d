package dev.agentservice.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads server-sent events as a client does, and leaves in the middle if asked to.
 */
public final class EventStream implements AutoCloseable {

	private static final Set<String> LAST = Set.of("run.completed", "run.failed", "run.cancelled");

	private final HttpResponse<InputStream> response;

	private final BufferedReader lines;

	private final AtomicInteger comments = new AtomicInteger();

	EventStream(HttpResponse<InputStream> response) {
		this.response = response;
		this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
	}

	public int status() {
		return this.response.statusCode();
	}

	public String header(String name) {
		return this.response.headers().firstValue(name).orElse("");
	}

	/** The run, as the answer's head says. */
	public String runId() {
		return header("Location").replace("/runs/", "");
	}

	/** How many comment lines came so far; may be asked while another thread reads. */
	public int comments() {
		return this.comments.get();
	}

	/** The next event, or null at the end of the stream. */
	public @Nullable Event next() {
		try {
			String id = "";
			String type = "";
			String line = this.lines.readLine();
			while (line != null) {
				if (line.startsWith("id: ")) {
					id = line.substring(4);
				}
				else if (line.startsWith("event: ")) {
					type = line.substring(7);
				}
				else if (line.startsWith(":")) {
					this.comments.incrementAndGet();
				}
				else if (line.startsWith("data: ")) {
					return new Event(Long.parseLong(id), type, line.substring(6));
				}
				line = this.lines.readLine();
			}
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The next so many events. */
	public List<Event> next(int count) {
		List<Event> events = new ArrayList<>();
		for (Event event = next(); event != null; event = next()) {
			events.add(event);
			if (events.size() == count) {
				break;
			}
		}
		return events;
	}

	/** Everything until the stream ends. */
	public List<Event> rest() {
		return next(Integer.MAX_VALUE);
	}

	/** The whole body, for answers that are no stream. */
	public String body() {
		return String.join("\n", this.lines.lines().toList());
	}

	/** Leaves; the connection is closed at once. */
	@Override
	public void close() {
		try {
			this.response.body().close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * An event.
	 *
	 * @param id its number
	 * @param type its name
	 * @param data what it says
	 */
	public record Event(long id, String type, String data) {

		public JsonNode json() {
			return JsonMapper.shared().readTree(this.data);
		}

		public boolean isLast() {
			return LAST.contains(this.type);
		}

	}

}
