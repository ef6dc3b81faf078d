package dev.agentservice.simulator.sessions;

import java.util.List;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.responses.Act;
import dev.agentservice.simulator.usage.Billing;
import dev.agentservice.simulator.usage.PromptTokens;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Works on what a session was given, act by act, whether or not anybody listens. Each
 * call of a hosted tool ends a request of the model. Costs are list prices of a small
 * model, in nano-USD.
 */
final class SessionTurn {

	private static final long INPUT = 1000;

	private static final long OUTPUT = 5000;

	private static final long SEARCH = 10_000_000;

	/** What the result of a hosted tool adds to the prompt, in tokens. */
	private static final int RESULT = 500;

	private final StoredSession session;

	private final boolean obeysBudget;

	private final Billing billing;

	private final long prompt;

	private final List<Act> acts;

	private String request = "";

	private int hosted;

	private long output;

	SessionTurn(StoredSession session, boolean obeysBudget, Billing billing, long prompt, List<Act> acts) {
		this.session = session;
		this.obeysBudget = obeysBudget;
		this.billing = billing;
		this.prompt = prompt;
		this.acts = acts;
	}

	void run() throws InterruptedException {
		if (this.acts.contains(new Act.Queue())) {
			this.session.awaitInterrupt();
			this.session.idle(reason("end_turn"));
			return;
		}
		this.session.runs();
		boolean goesOn = begin();
		for (int i = 0; i < this.acts.size() && goesOn; i++) {
			goesOn = play(this.acts.get(i)) && !this.session.isInterrupted();
		}
		if (goesOn || this.session.isInterrupted()) {
			end(used());
			ObjectNode reason = reason("end_turn");
			if (!this.session.isInterrupted() && this.acts.stream().anyMatch(Act.Call.class::isInstance)) {
				reason = reason("requires_action");
				ArrayNode ids = reason.putArray("event_ids");
				this.acts.stream().filter(Act.Call.class::isInstance).map(Act.Call.class::cast).forEach((call) -> {
					ids.add(call.id());
					this.session.waitsFor(call.id());
				});
			}
			this.session.idle(reason);
		}
	}

	/** The next request of the model, unless the budget is spent. */
	private boolean begin() {
		if (this.obeysBudget && this.session.isSpent()) {
			this.session.idle(reason("budget_reached"));
			return false;
		}
		this.request = this.session.tell("span.model_request_start", Json.object());
		return true;
	}

	private Act.Use used() {
		return this.acts.stream()
			.filter(Act.Use.class::isInstance)
			.map(Act.Use.class::cast)
			.findFirst()
			.orElse(new Act.Use(this.prompt + (long) RESULT * this.hosted, 0, this.output + 1));
	}

	private void end(Act.Use use) {
		ObjectNode event = Json.object().put("is_error", false).put("model_request_start_id", this.request);
		event.putObject("model_usage")
			.put("input_tokens", use.input() - use.cached())
			.put("cache_read_input_tokens", use.cached())
			.put("cache_creation_input_tokens", 0)
			.put("output_tokens", use.output());
		this.session.tell("span.model_request_end", event);
		this.session.costs(use.input() * INPUT + use.output() * OUTPUT);
		this.billing.charge("anthropic", SessionRules.model(this.session.request().path("agent")),
				new PromptTokens((int) use.input(), (int) use.cached(), 0), (int) use.output());
	}

	/** Whether it goes on. */
	private boolean play(Act act) throws InterruptedException {
		switch (act) {
			case Act.Say said -> say(said.pieces());
			case Act.Hosted call -> {
				return call(call);
			}
			case Act.Call call -> {
				ObjectNode use = Json.object().put("id", call.id()).put("name", call.name());
				use.set("input", Json.parseObject(call.arguments()).orElseGet(Json::object));
				this.session.tell("agent.custom_tool_use", use);
			}
			case Act.Cite _ -> {
				// Among the results of the search.
			}
			case Act.Think() -> this.session.tell("agent.thinking", Json.object());
			case Act.Await waiting -> waiting.released().join();
			case Act.Cut() -> this.session.cut();
			case Act.Mute() -> this.session.mute();
			case Act.Hang() -> this.session.awaitInterrupt();
			case Act.Fail(String code) -> {
				ObjectNode error = Json.object().put("type", code.replace("server_error", "model_overloaded_error"));
				error.put("message", "It failed.").putObject("retry_status").put("type", "exhausted");
				this.session.tell("session.error", Json.object().set("error", error));
				this.session.idle(reason("retries_exhausted"));
				return false;
			}
			case Act.Truncate() -> {
				end(used());
				this.session.idle(reason("budget_reached"));
				return false;
			}
			case Act.Use _ -> {
				// Reported at the end of the last request.
			}
			case Act.Queue(), Act.Refuse(int _) -> throw new IllegalStateException("too late");
		}
		return true;
	}

	private boolean call(Act.Hosted call) {
		boolean search = call.type().equals("web_search_call");
		ObjectNode use = Json.object().put("name", search ? "web_search" : "bash").put("evaluated_permission", "allow");
		use.putObject("input").put(search ? "query" : "command", "what happened");
		String id = this.session.tell("agent.tool_use", use);
		end(new Act.Use(this.prompt + (long) RESULT * this.hosted, 0, 10));
		this.hosted++;
		this.session.costs(search ? SEARCH : 0);
		ObjectNode result = Json.object().put("tool_use_id", id).put("is_error", call.failed());
		ArrayNode content = result.putArray("content");
		content.addObject().put("type", "text").put("text", "It happened.");
		if (search) {
			this.acts.forEach((act) -> found(content, act));
		}
		this.session.tell("agent.tool_result", result);
		return begin();
	}

	private static void found(ArrayNode content, Act act) {
		if (act instanceof Act.Cite(String url, String title)) {
			ObjectNode block = content.addObject().put("type", "search_result").put("source", url).put("title", title);
			block.putObject("citations").put("enabled", true);
			block.putArray("content").addObject().put("type", "text").put("text", "It happened.");
		}
	}

	private void say(List<String> pieces) {
		String id = "sevt_" + this.session.id() + "_message_" + this.session.position();
		ObjectNode start = Json.object().put("type", "event_start");
		start.putObject("event").put("type", "agent.message").put("id", id);
		this.session.preview(start);
		for (String piece : pieces) {
			ObjectNode delta = Json.object().put("type", "event_delta").put("event_id", id);
			delta.putObject("delta")
				.put("type", "content_delta")
				.put("index", 0)
				.putObject("content")
				.put("type", "text")
				.put("text", piece);
			this.session.preview(delta);
			this.output += piece.length() / 4 + 1;
		}
		ObjectNode message = Json.object().put("id", id);
		message.putArray("content").addObject().put("type", "text").put("text", String.join("", pieces));
		this.session.tell("agent.message", message);
	}

	static ObjectNode reason(String type) {
		return Json.object().put("type", type);
	}

}
