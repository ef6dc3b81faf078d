package dev.agentservice.simulator.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.agentservice.simulator.chat.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A response as the provider keeps it: its record, and the events so far. Thread-safe.
 */
final class StoredResponse {

	private final String id;

	private final JsonNode request;

	private final List<String> events = new ArrayList<>();

	private final ArrayNode output = Json.array();

	private String status = "queued";

	private @Nullable ObjectNode usage;

	private @Nullable String error;

	private @Nullable String incomplete;

	private int cuts;

	private int mutedFrom = Integer.MAX_VALUE;

	StoredResponse(String id, JsonNode request) {
		this.id = id;
		this.request = request;
	}

	String id() {
		return this.id;
	}

	boolean isBackground() {
		return this.request.path("background").asBoolean(false);
	}

	JsonNode request() {
		return this.request;
	}

	synchronized boolean hasEnded() {
		return !this.status.equals("queued") && !this.status.equals("in_progress");
	}

	synchronized void status(String now) {
		if (!hasEnded()) {
			this.status = now;
			notifyAll();
		}
	}

	synchronized void fail(String code) {
		this.error = code;
		status("failed");
	}

	synchronized void truncate() {
		this.incomplete = "max_output_tokens";
		status("incomplete");
	}

	synchronized void used(ObjectNode now) {
		this.usage = now;
	}

	synchronized int add(JsonNode item) {
		this.output.add(item);
		return this.output.size() - 1;
	}

	synchronized void replace(int index, JsonNode item) {
		this.output.set(index, item);
	}

	/** Ends all streams that are open now. */
	synchronized void cut() {
		this.cuts++;
		this.mutedFrom = Integer.MAX_VALUE;
		notifyAll();
	}

	/** Streams of this cut hear nothing any more, not even that it has ended. */
	synchronized void mute() {
		this.mutedFrom = this.events.size();
	}

	synchronized int cuts() {
		return this.cuts;
	}

	/** Tells an event, unless it is over. */
	synchronized void tell(String type, ObjectNode event) {
		event.put("type", type).put("sequence_number", this.events.size());
		this.events.add(Json.text(event));
		notifyAll();
	}

	synchronized void tellState(String type) {
		ObjectNode event = Json.object();
		event.set("response", record());
		tell(type, event);
	}

	/** Waits for an event; null if there will be none for a stream opened at this cut. */
	synchronized @Nullable String event(int number, int cutsBefore) throws InterruptedException {
		while (!isNews(number) && this.cuts == cutsBefore) {
			wait();
		}
		return (number < this.events.size()) ? this.events.get(number) : null;
	}

	private boolean isNews(int number) {
		return number < this.mutedFrom && (number < this.events.size() || hasEnded());
	}

	/** Waits for so long, in ms, for its end. */
	synchronized boolean hasNotEndedWithin(long time) throws InterruptedException {
		long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(time);
		long left = time;
		while (left > 0 && !hasEnded()) {
			wait(left);
			left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
		}
		return !hasEnded();
	}

	/** Waits until it is over. */
	synchronized void awaitEnd() throws InterruptedException {
		while (!hasEnded()) {
			wait();
		}
	}

	/** The record as a client gets it that asks for encrypted thoughts, or does not. */
	ObjectNode record(boolean thoughts) {
		ObjectNode record = record();
		record.path("output").forEach((item) -> {
			if (!thoughts && item instanceof ObjectNode node) {
				node.remove("encrypted_content");
			}
		});
		return record;
	}

	/** The record as a client gets it. */
	synchronized ObjectNode record() {
		ObjectNode record = Json.object()
			.put("id", this.id)
			.put("object", "response")
			.put("created_at", 1_796_000_000)
			.put("status", this.status)
			.put("background", isBackground())
			.put("model", this.request.path("model").asString())
			.put("parallel_tool_calls", true)
			.put("tool_choice", "auto")
			.put("store", this.request.path("store").asBoolean(true));
		record.putArray("tools");
		record.set("output", this.output.deepCopy());
		record.set("error",
				(this.error != null) ? Json.object().put("code", this.error).put("message", "It failed.") : null);
		record.set("incomplete_details",
				(this.incomplete != null) ? Json.object().put("reason", this.incomplete) : null);
		record.set("usage", this.usage);
		return record;
	}

	/** What a webhook says when it has ended. */
	synchronized String hook() {
		return SimulatedHooks.response("response." + this.status, this.id);
	}

	/** The type of an event. */
	static String type(String event) {
		return Json.parseObject(event).map((json) -> json.path("type").asString()).orElse("");
	}

	/** What it was given. */
	ObjectNode items() {
		ObjectNode list = Json.object().put("object", "list").put("has_more", false);
		list.set("data", this.request.path("input"));
		return list;
	}

	/** The number behind which a stream is to begin; -1 for none. */
	static int after(String query) {
		for (String parameter : query.split("&", -1)) {
			if (parameter.startsWith("starting_after=")) {
				return Integer.parseInt(parameter.substring("starting_after=".length()));
			}
		}
		return -1;
	}

}
