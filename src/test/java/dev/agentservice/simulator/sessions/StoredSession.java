package dev.agentservice.simulator.sessions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.agentservice.simulator.chat.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A session as the provider keeps it: its events, what streams are told, its status and
 * cost. Thread-safe.
 */
final class StoredSession {

	/** In nano-USD. */
	private static final long CENT = 10_000_000;

	private final String id;

	private final JsonNode request;

	private final List<ObjectNode> events = new ArrayList<>();

	/** What streams are told, previews too. */
	private final List<ObjectNode> told = new ArrayList<>();

	private final Set<String> awaited = new LinkedHashSet<>();

	private String status = "idle";

	private JsonNode budget;

	private long costNano;

	private boolean atBudget;

	private boolean interrupted;

	private boolean over;

	private int cuts;

	private int mutedFrom = Integer.MAX_VALUE;

	StoredSession(String id, JsonNode request) {
		this.id = id;
		this.request = request;
		this.budget = request.path("budget");
		tell("session.status_idle", Json.object().set("stop_reason", Json.object().put("type", "end_turn")));
	}

	String id() {
		return this.id;
	}

	JsonNode request() {
		return this.request;
	}

	/** Adds an event, which gets an id unless it has one. */
	synchronized String tell(String type, ObjectNode event) {
		if (!event.has("id")) {
			event.put("id", "sevt_" + this.id + "_" + this.events.size());
		}
		event.put("type", type).put("processed_at", Instant.now().toString());
		this.events.add(event);
		this.told.add(event);
		notifyAll();
		return event.path("id").asString();
	}

	/** Tells streams alone. */
	synchronized void preview(ObjectNode event) {
		this.told.add(event);
		notifyAll();
	}

	/** It has got something to work on. */
	synchronized void begins() {
		this.interrupted = false;
		this.awaited.clear();
	}

	synchronized void runs() {
		this.status = "running";
		this.atBudget = false;
		tell("session.status_running", Json.object());
	}

	synchronized void idle(ObjectNode reason) {
		this.status = "idle";
		this.atBudget = reason.path("type").asString().equals("budget_reached");
		tell("session.usage", Json.object().set("usage", usage()));
		tell("session.status_idle", Json.object().set("stop_reason", reason));
	}

	synchronized void waitsFor(String call) {
		this.awaited.add(call);
	}

	synchronized Set<String> awaited() {
		return isIdle() ? Set.copyOf(this.awaited) : Set.of();
	}

	/** A result has come; whether it was the last. */
	synchronized boolean got(String call) {
		this.awaited.remove(call);
		return this.awaited.isEmpty();
	}

	synchronized boolean isIdle() {
		return this.status.equals("idle");
	}

	synchronized boolean isAtItsBudget() {
		return this.atBudget;
	}

	/** Whether it may ask no model any more. */
	synchronized boolean isSpent() {
		return this.budget.isObject() && this.costNano >= CENT * capCents();
	}

	private long capCents() {
		return Long.parseLong(this.budget.path("max_list_cost").path("amount").asString());
	}

	synchronized void costs(long nano) {
		this.costNano += nano;
	}

	synchronized long spentCents() {
		return Math.round((double) this.costNano / CENT);
	}

	synchronized void budget(JsonNode now) {
		this.budget = now;
	}

	synchronized long budgetCents() {
		return capCents();
	}

	synchronized void interrupt() {
		this.interrupted = true;
		notifyAll();
	}

	synchronized boolean isInterrupted() {
		return this.interrupted || this.over;
	}

	/** It is deleted, or forgotten. */
	synchronized void end() {
		this.over = true;
		this.cuts++;
		notifyAll();
	}

	synchronized void awaitInterrupt() throws InterruptedException {
		while (!isInterrupted()) {
			wait();
		}
	}

	/** Streams of this cut hear nothing any more. */
	synchronized void mute() {
		this.mutedFrom = this.told.size();
	}

	/** Ends all streams that are open now. */
	synchronized void cut() {
		this.cuts++;
		this.mutedFrom = Integer.MAX_VALUE;
		notifyAll();
	}

	synchronized int cuts() {
		return this.cuts;
	}

	/** How much streams have been told: a new one hears what comes behind it. */
	synchronized int position() {
		return this.told.size();
	}

	synchronized List<ObjectNode> events() {
		return List.copyOf(this.events);
	}

	/**
	 * Waits for what is told next; null if there will be none for a stream of this cut.
	 */
	synchronized @Nullable ObjectNode next(int position, int cutsBefore) throws InterruptedException {
		while (position >= Math.min(this.told.size(), this.mutedFrom) && this.cuts == cutsBefore) {
			wait();
		}
		return (this.cuts == cutsBefore) ? this.told.get(position) : null;
	}

	private ObjectNode usage() {
		ObjectNode usage = Json.object().put("active_seconds", 0.5);
		usage.putObject("list_cost").put("amount", Long.toString(spentCents())).put("currency", "USD");
		return usage;
	}

	synchronized ObjectNode record() {
		String now = Instant.now().toString();
		ObjectNode record = Json.object()
			.put("id", this.id)
			.put("type", "session")
			.put("status", this.status)
			.put("environment_id", SessionRules.ENVIRONMENT)
			.put("created_at", now)
			.put("updated_at", now);
		record.putNull("archived_at").putNull("title").putNull("deployment_id");
		record.set("budget", this.budget.isObject() ? this.budget : null);
		record.putObject("metadata");
		record.putArray("outcome_evaluations");
		record.putArray("resources");
		record.putArray("vault_ids");
		record.putObject("stats").put("active_seconds", 0.5).put("duration_seconds", 1.0);
		record.set("usage", usage());
		ObjectNode agent = record.putObject("agent")
			.put("id", SessionRules.AGENT)
			.put("type", "agent")
			.put("name", "simulated")
			.put("version", 1);
		agent.putNull("description").putNull("multiagent");
		agent.putObject("execution_identity").put("type", "service_account");
		agent.put("system", this.request.path("agent").path("system").asString(""));
		agent.putObject("model").put("id", SessionRules.model(this.request.path("agent"))).put("speed", "standard");
		agent.putArray("tools");
		agent.putArray("skills");
		agent.putArray("mcp_servers");
		return record;
	}

}
