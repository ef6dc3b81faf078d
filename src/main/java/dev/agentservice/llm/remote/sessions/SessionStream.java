package dev.agentservice.llm.remote.sessions;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.agentservice.llm.http.EventListener;
import dev.agentservice.llm.http.RefusedException;
import dev.agentservice.llm.remote.HostedCall;
import dev.agentservice.llm.remote.RemoteEvent;
import dev.agentservice.llm.remote.RemoteListener;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what happens in a part of a session: first the list of its events so far, which
 * is asked for once the stream is open, so that nothing is missed between the two. Pieces
 * of a message are previews: its own event holds all of it.
 */
final class SessionStream implements EventListener {

	private final Supplier<List<JsonNode>> history;

	private final int before;

	private final long after;

	private final RemoteListener listener;

	private final SessionRecord part = new SessionRecord();

	private final Set<String> known = new HashSet<>();

	private String previewed = "";

	private int events;

	private long heard;

	/**
	 * A reader.
	 * @param history lists the events so far
	 * @param before how many of them are before the part
	 * @param after the number of the last event that was told
	 */
	SessionStream(Supplier<List<JsonNode>> history, int before, long after, RemoteListener listener) {
		this.history = history;
		this.before = before;
		this.after = after;
		this.listener = listener;
	}

	@Override
	public Progress onOpened() {
		this.history.get().forEach(this::take);
		return progress();
	}

	@Override
	public Progress onEvent(String name, String data) {
		ObjectNode event = Json.parseObject(data);
		if (event == null) {
			throw new MalformedAnswerException("an event is no JSON object");
		}
		switch (Json.text(event, "type")) {
			case "error" -> throw RefusedException.insideAnswer(data);
			case "event_start" -> preview(event.path("event"));
			case "event_delta" -> say(event);
			default -> {
				if (!this.known.contains(Json.text(event, "id"))) {
					this.heard++;
					take(event);
				}
			}
		}
		return progress();
	}

	private Progress progress() {
		return (this.part.stop() != null) ? Progress.ENDED : Progress.GOES_ON;
	}

	private void take(JsonNode event) {
		this.known.add(Json.text(event, "id"));
		int number = this.events++;
		if (number < this.before) {
			this.part.addEarlier(event);
			return;
		}
		this.part.add(event);
		switch (Json.text(event, "type")) {
			case "agent.message" -> tell(number, new RemoteEvent.Wrote(this.part.text()));
			case "agent.tool_use" ->
				tell(number, new RemoteEvent.HostedBegun(SessionRequests.kind(Json.text(event, "name"))));
			case "agent.tool_result" -> {
				HostedCall call = this.part.ended(event);
				if (call != null) {
					tell(number, new RemoteEvent.HostedEnded(call));
				}
			}
			case "session.status_running", "span.model_request_start" -> tell(number, new RemoteEvent.Working());
			default -> {
				// Tells nothing that is not told by the others, or by the record.
			}
		}
	}

	private void tell(int number, RemoteEvent event) {
		if (number > this.after) {
			this.listener.on(number, event);
		}
	}

	/** Only of a message that begins behind all that is known. */
	private void preview(JsonNode event) {
		String id = Json.text(event, "id");
		boolean message = "agent.message".equals(Json.text(event, "type")) && !this.known.contains(id);
		this.previewed = message ? id : "";
	}

	private void say(JsonNode event) {
		JsonNode delta = event.path("delta");
		String text = Json.word(delta.path("content"), "text");
		boolean first = delta.path("index").asInt(0) == 0;
		if (first && !text.isEmpty() && !this.previewed.isEmpty()
				&& this.previewed.equals(Json.text(event, "event_id"))) {
			this.heard++;
			this.listener.on(this.events - 1L, new RemoteEvent.Said(text));
		}
	}

	/** From the start: only what tells something of it is a sign of life. */
	@Override
	public boolean hasBegun() {
		return true;
	}

	@Override
	public long heard() {
		return this.heard;
	}

	@Override
	public void onDocument(String json) {
		throw new MalformedAnswerException("no stream of events");
	}

}
