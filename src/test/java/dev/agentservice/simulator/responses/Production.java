package dev.agentservice.simulator.responses;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.usage.Billing;
import dev.agentservice.simulator.usage.PromptTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Works on one response, act by act, whether or not anybody listens.
 */
final class Production {

	/** What the result of a hosted tool adds to the prompt, in tokens. */
	private static final int RESULT = 500;

	/** How often an open stream is told that it is one, in ms. */
	private static final long KEEPALIVE = 100;

	private final StoredResponse response;

	private final boolean obeysCaps;

	private final Billing billing;

	private final List<Act.Cite> cited = new ArrayList<>();

	private int hosted;

	private long output;

	private Act.Use used = new Act.Use(-1, 0, 0);

	Production(StoredResponse response, boolean obeysCaps, Billing billing) {
		this.response = response;
		this.obeysCaps = obeysCaps;
		this.billing = billing;
	}

	void run(List<Act> acts) throws InterruptedException {
		this.response.tellState("response.created");
		if (acts.contains(new Act.Queue())) {
			this.response.tellState("response.queued");
			while (this.response.hasNotEndedWithin(KEEPALIVE)) {
				this.response.tell("keepalive", Json.object());
			}
			return;
		}
		this.response.status("in_progress");
		this.response.tellState("response.in_progress");
		for (Act act : acts) {
			if (!this.response.hasEnded()) {
				play(act);
			}
		}
		end("completed");
	}

	private void play(Act act) throws InterruptedException {
		switch (act) {
			case Act.Say said -> say(said.pieces());
			case Act.Hosted call -> call(call);
			case Act.Call call -> item(Json.object()
				.put("type", "function_call")
				.put("id", "fc_" + call.id())
				.put("call_id", call.id())
				.put("name", call.name())
				.put("arguments", call.arguments())
				.put("status", "completed"));
			case Act.Cite page -> this.cited.add(page);
			case Act.Think() -> think();
			case Act.Await waiting -> waiting.released().join();
			case Act.Cut() -> this.response.cut();
			case Act.Mute() -> this.response.mute();
			case Act.Hang() -> this.response.awaitEnd();
			case Act.Fail failure -> {
				this.response.fail(failure.code());
				this.response.tellState("response.failed");
			}
			case Act.Truncate() -> {
				use();
				this.response.truncate();
				this.response.tellState("response.incomplete");
			}
			case Act.Use use -> this.used = use;
			case Act.Queue(), Act.Refuse(int _) -> throw new IllegalStateException("too late");
		}
	}

	private void think() {
		ObjectNode thought = Json.object().put("type", "reasoning").put("id", "rs_1").put("encrypted_content", "gAAA");
		thought.putArray("summary");
		item(thought);
	}

	/** A model that keeps to its cap leaves further calls out. */
	private void call(Act.Hosted call) {
		if (this.obeysCaps && this.hosted >= this.response.request().path("max_tool_calls").asInt(Integer.MAX_VALUE)) {
			return;
		}
		this.hosted++;
		ObjectNode item = Json.object()
			.put("type", call.type())
			.put("id", call.type().substring(0, 2) + "_" + this.hosted)
			.put("status", call.failed() ? "failed" : "completed");
		if (!call.action().isEmpty()) {
			item.putObject("action").put("type", call.action()).put("query", "what happened");
		}
		if (!call.container().isEmpty()) {
			item.put("container_id", call.container()).put("code", "1 + 1").putArray("outputs");
		}
		if (call.type().equals("file_search_call")) {
			item.putArray("queries").add("what happened");
		}
		item(item);
	}

	private void item(JsonNode item) {
		int index = this.response.add(item);
		ObjectNode added = Json.object().put("output_index", index);
		added.set("item", item);
		this.response.tell("response.output_item.added", added);
		ObjectNode done = Json.object().put("output_index", index);
		done.set("item", item);
		this.response.tell("response.output_item.done", done);
	}

	private void say(List<String> pieces) {
		ObjectNode message = message("", "in_progress");
		int index = this.response.add(message);
		ObjectNode added = Json.object().put("output_index", index);
		added.set("item", message);
		this.response.tell("response.output_item.added", added);
		StringBuilder text = new StringBuilder();
		for (String piece : pieces) {
			text.append(piece);
			this.output += piece.length() / 4 + 1;
			this.response.replace(index, message(text.toString(), "in_progress"));
			ObjectNode delta = Json.object().put("item_id", "msg_1").put("output_index", index).put("content_index", 0);
			delta.put("delta", piece).putArray("logprobs");
			this.response.tell("response.output_text.delta", delta);
		}
		ObjectNode done = Json.object().put("output_index", index);
		done.set("item", message(text.toString(), "completed"));
		this.response.replace(index, message(text.toString(), "completed"));
		this.response.tell("response.output_item.done", done);
	}

	private ObjectNode message(String text, String status) {
		ObjectNode message = Json.object()
			.put("type", "message")
			.put("id", "msg_1")
			.put("role", "assistant")
			.put("status", status);
		ObjectNode part = message.putArray("content").addObject().put("type", "output_text").put("text", text);
		ArrayNode annotations = part.putArray("annotations");
		this.cited.forEach((page) -> annotations.addObject()
			.put("type", "url_citation")
			.put("url", page.url())
			.put("title", page.title())
			.put("start_index", 0)
			.put("end_index", 1));
		part.putArray("logprobs");
		return message;
	}

	private void end(String status) {
		if (!this.response.hasEnded()) {
			use();
			this.response.status(status);
			this.response.tellState("response." + status);
		}
	}

	private void use() {
		long prompt = Json.text(this.response.request()).length() / 4L + 1;
		long input = (this.used.input() >= 0) ? this.used.input()
				: prompt * (this.hosted + 1L) + RESULT * (this.hosted * (this.hosted + 1L)) / 2;
		long written = (this.used.input() >= 0) ? this.used.output() : this.output + 1;
		ObjectNode usage = Json.object()
			.put("input_tokens", input)
			.put("output_tokens", written)
			.put("total_tokens", input + written);
		usage.putObject("input_tokens_details").put("cached_tokens", this.used.cached());
		usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
		this.response.used(usage);
		this.billing.charge("openai", this.response.request().path("model").asString(),
				new PromptTokens((int) input, (int) this.used.cached(), 0), (int) written);
	}

}
