package dev.agentservice.llm.remote.responses;

import dev.agentservice.llm.http.EventListener;
import dev.agentservice.llm.http.RefusedException;
import dev.agentservice.llm.remote.RemoteEvent;
import dev.agentservice.llm.remote.RemoteListener;
import dev.agentservice.llm.remote.RemoteLook;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the stream of a response. What was read before is passed over: a stream that is
 * read again may begin earlier than it was asked to.
 */
final class ResponseStream implements EventListener {

	private static final int LONGEST_ID = 200;

	private final ResponseItems items;

	private final RemoteListener listener;

	private long last;

	private long heard;

	/**
	 * A reader.
	 * @param after the number of the last event that is known; -1 for none
	 */
	ResponseStream(ResponseItems items, long after, RemoteListener listener) {
		this.items = items;
		this.last = after;
		this.listener = listener;
	}

	@Override
	public Progress onEvent(String name, String data) {
		ObjectNode event = Json.parseObject(data);
		if (event == null) {
			throw new MalformedAnswerException("an event is no JSON object");
		}
		String type = Json.text(event, "type");
		if ("error".equals(type)) {
			throw RefusedException.insideAnswer(Json.object().set("error", event).toString());
		}
		JsonNode number = event.path("sequence_number");
		long sequence = number.canConvertToLong() ? number.asLong() : this.last + 1;
		if (sequence <= this.last) {
			return Progress.GOES_ON;
		}
		this.last = sequence;
		if (type.startsWith("response.") && !type.equals("response.queued")) {
			this.heard++;
		}
		return pass(sequence, type, event);
	}

	private Progress pass(long sequence, String type, JsonNode event) {
		switch (type) {
			case "response.created" -> this.listener.on(sequence, started(event.path("response")));
			case "response.in_progress" -> this.listener.on(sequence, new RemoteEvent.Working());
			case "response.output_text.delta", "response.refusal.delta" -> say(sequence, Json.word(event, "delta"));
			case "response.output_item.added" -> ResponseItems.kind(event.path("item"))
				.ifPresent((kind) -> this.listener.on(sequence, new RemoteEvent.HostedBegun(kind)));
			case "response.output_item.done" -> this.items.hosted(event.path("item"))
				.ifPresent((call) -> this.listener.on(sequence, new RemoteEvent.HostedEnded(call)));
			case "response.completed", "response.incomplete", "response.failed", "response.cancelled" -> {
				this.listener.on(sequence, new RemoteEvent.Ended(this.items.answer(event.path("response"))));
				return Progress.ENDED;
			}
			default -> {
				// Tells nothing that is not told by the others.
			}
		}
		return Progress.GOES_ON;
	}

	private void say(long sequence, String text) {
		if (!text.isEmpty()) {
			this.listener.on(sequence, new RemoteEvent.Said(text));
		}
	}

	private static RemoteEvent started(JsonNode response) {
		String id = Json.text(response, "id");
		if (id.isEmpty() || id.length() > LONGEST_ID) {
			throw new MalformedAnswerException("a response without a usable id");
		}
		return new RemoteEvent.Started(new RemoteRef(RemoteRuntime.OPENAI_RESPONSES, id));
	}

	/** From the start: only what tells something of it is a sign of life. */
	@Override
	public boolean hasBegun() {
		return true;
	}

	/** Keep-alives, and that it waits, tell nothing. */
	@Override
	public long heard() {
		return this.heard;
	}

	/** Some servers cannot stream. */
	@Override
	public void onDocument(String json) {
		ObjectNode response = Json.parseDocument(json);
		if (response == null || Json.text(response, "id").isEmpty()) {
			throw (response != null && Json.hasError(response)) ? RefusedException.insideAnswer(json)
					: new MalformedAnswerException("no response");
		}
		this.listener.on(++this.last, started(response));
		if (this.items.look(response) instanceof RemoteLook.Ended ended) {
			this.listener.on(++this.last, new RemoteEvent.Ended(ended.answer()));
		}
	}

}
