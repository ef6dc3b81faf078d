package dev.agentservice.simulator.sessions;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.simulator.anthropic.AnthropicErrors;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.http.Exchange;
import dev.agentservice.simulator.http.Handler;
import dev.agentservice.simulator.http.HttpRequest;
import dev.agentservice.simulator.responses.Act;
import dev.agentservice.simulator.responses.SimulatedHooks;
import dev.agentservice.simulator.responses.SimulatedLoops;
import dev.agentservice.simulator.script.SimulatedProvider;
import dev.agentservice.simulator.usage.Billing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /v1/sessions} as a test sees it: refuses what the real one refuses, and what
 * this service never wants; takes orders, and tells what it was given and still keeps.
 * Thread-safe.
 */
public final class SimulatedSessions implements Handler, SimulatedLoops {

	/** Below it are the sessions. */
	public static final String PATH = "/v1/sessions";

	/** The id of the agent that there is. */
	public static final String AGENT = SessionRules.AGENT;

	/** The id of the environment that there is. */
	public static final String ENVIRONMENT = SessionRules.ENVIRONMENT;

	private static final Map<String, String> JSON = Map.of("content-type", "application/json");

	private final SimulatedProvider provider;

	private final Billing billing;

	private final Deque<List<Act>> next = new ArrayDeque<>();

	private final List<JsonNode> requests = new ArrayList<>();

	private final List<JsonNode> created = new ArrayList<>();

	private final List<String> calls = new ArrayList<>();

	private final Map<String, StoredSession> sessions = new LinkedHashMap<>();

	private final SimulatedHooks hooks = new SimulatedHooks();

	private boolean obeysCaps = true;

	private int refusedDeletions;

	private boolean stopped;

	private int ids;

	/**
	 * The sessions of a provider.
	 * @param provider counts illegal requests
	 */
	public SimulatedSessions(SimulatedProvider provider, Billing billing) {
		this.provider = provider;
		this.billing = billing;
	}

	@Override
	public synchronized SimulatedSessions next(Act... acts) {
		this.next.addLast(List.of(acts));
		return this;
	}

	/** Whether budgets are kept to. */
	@Override
	public synchronized void obeysCaps(boolean obeys) {
		this.obeysCaps = obeys;
	}

	/** The messages and results of tools so far. */
	@Override
	public synchronized List<JsonNode> requests() {
		return List.copyOf(this.requests);
	}

	/** What sessions were made of so far. */
	public synchronized List<JsonNode> created() {
		return List.copyOf(this.created);
	}

	@Override
	public synchronized List<String> calls() {
		return List.copyOf(this.calls);
	}

	@Override
	public synchronized List<String> kept() {
		return List.copyOf(this.sessions.keySet());
	}

	/** The budget of a session that is kept, in cents. */
	public synchronized long budgetCents(String id) {
		return Objects.requireNonNull(this.sessions.get(id), id).budgetCents();
	}

	/** So many deletions find a session that has not quite ended. */
	public synchronized void refuseDeletions(int count) {
		this.refusedDeletions = count;
	}

	@Override
	public synchronized void expireAll() {
		this.sessions.values().forEach(StoredSession::end);
		this.sessions.clear();
	}

	@Override
	public synchronized void cutStreams() {
		this.sessions.values().forEach(StoredSession::cut);
	}

	@Override
	public SimulatedHooks hooks() {
		return this.hooks;
	}

	@Override
	public synchronized void forgetOrders() {
		this.next.clear();
		this.requests.clear();
		this.calls.clear();
		this.created.clear();
	}

	@Override
	public synchronized boolean hasStopped() {
		return this.stopped;
	}

	@Override
	public synchronized void clear() {
		forgetOrders();
		this.hooks.stop();
		this.obeysCaps = true;
		this.refusedDeletions = 0;
		this.stopped = false;
		expireAll();
	}

	@Override
	public void handle(HttpRequest request, Exchange exchange) throws IOException {
		synchronized (this) {
			this.calls.add(
					request.method() + " " + request.path() + (request.query().isEmpty() ? "" : "?" + request.query()));
		}
		try {
			SessionRules.demandHeaders(request);
			if (request.path().equals(PATH)) {
				SessionRules.demand(request.method().equals("POST"), "only made here");
				answer(exchange, create(SessionRules.body(request)).record());
			}
			else {
				String[] below = request.path().substring(PATH.length() + 1).split("/", 2);
				use(request, below[0], (below.length > 1) ? below[1] : "", exchange);
			}
		}
		catch (Refusal refusal) {
			if (refusal.status() == 400) {
				this.provider.illegal("sessions: " + refusal.message());
			}
			exchange.send(refusal.status(), JSON, Json.bytes(AnthropicErrors.document(refusal)));
		}
	}

	private static void answer(Exchange exchange, ObjectNode document) throws IOException {
		exchange.send(200, JSON, Json.bytes(document));
	}

	private synchronized StoredSession create(JsonNode body) throws Refusal {
		SessionRules.creation(body);
		List<Act> first = this.next.peekFirst();
		if (first != null && !first.isEmpty() && first.getFirst() instanceof Act.Refuse(int status)) {
			this.next.removeFirst();
			this.requests.add(body);
			throw AnthropicErrors.ofStatus(status);
		}
		this.created.add(body);
		StoredSession session = new StoredSession("sesn_" + ++this.ids, body);
		this.sessions.put(session.id(), session);
		return session;
	}

	private void use(HttpRequest request, String id, String below, Exchange exchange) throws IOException, Refusal {
		StoredSession session = find(id);
		switch (request.method() + " " + below) {
			case "GET " -> answer(exchange, session.record());
			case "POST " -> answer(exchange, update(session, SessionRules.body(request)));
			case "DELETE " -> answer(exchange, delete(session));
			case "POST events" -> answer(exchange, send(session, SessionRules.body(request)));
			case "GET events" -> answer(exchange, SessionReading.list(session, request.query()));
			case "GET events/stream" -> SessionReading.stream(session, request.query(), exchange);
			default -> throw new Refusal(404, "not_found_error", "Not found");
		}
	}

	private synchronized StoredSession find(String id) throws Refusal {
		StoredSession session = this.sessions.get(id);
		if (session == null) {
			throw new Refusal(404, "not_found_error", "Session not found");
		}
		return session;
	}

	private static ObjectNode update(StoredSession session, JsonNode body) throws Refusal {
		if (body.has("budget")) {
			SessionRules.budget(body.path("budget"), session.spentCents());
			session.budget(body.path("budget"));
		}
		if (body.has("agent")) {
			SessionRules.demand(session.isIdle(), "agent: the session is running");
			SessionRules.tools(body.path("agent").path("tools"));
		}
		return session.record();
	}

	private synchronized ObjectNode delete(StoredSession session) throws Refusal {
		if (!session.isIdle() || this.refusedDeletions-- > 0) {
			throw new Refusal(409, "invalid_request_error", "The session is running");
		}
		session.end();
		this.sessions.remove(session.id());
		return Json.object().put("id", session.id()).put("type", "session_deleted");
	}

	private synchronized ObjectNode send(StoredSession session, JsonNode body) throws Refusal {
		SessionRules.events(body, session);
		demandTaken(body);
		ObjectNode sent = Json.object();
		ArrayNode all = sent.putArray("data");
		boolean begins = false;
		for (JsonNode event : body.path("events")) {
			String type = SessionRules.text(event, "type");
			if (type.equals("user.interrupt")) {
				this.stopped = true;
				session.interrupt();
			}
			else {
				begins |= type.equals("user.message") || session.got(SessionRules.text(event, "custom_tool_use_id"));
			}
			ObjectNode kept = (ObjectNode) event.deepCopy();
			session.tell(type, kept);
			all.add(kept);
		}
		if (begins) {
			this.requests.add(body);
			session.begins();
			begin(session, Json.text(body).length() / 4L + 1);
		}
		return sent;
	}

	/** An order to refuse is about a session that is made, or about what one is given. */
	private void demandTaken(JsonNode body) throws Refusal {
		boolean interrupts = "user.interrupt".equals(body.at("/events/0/type").asString(""));
		List<Act> first = this.next.peekFirst();
		if (!interrupts && first != null && !first.isEmpty() && first.getFirst() instanceof Act.Refuse(int status)) {
			this.next.removeFirst();
			throw AnthropicErrors.ofStatus(status);
		}
	}

	private void begin(StoredSession session, long prompt) {
		List<Act> ordered = this.next.pollFirst();
		SessionTurn turn = new SessionTurn(session, this.obeysCaps, this.billing, prompt,
				(ordered != null) ? ordered : List.of(Act.say("Simulated.")));
		Thread.ofVirtual().name("simulated-session").start(() -> {
			try {
				turn.run();
				this.hooks.send(SimulatedHooks.session("session.status_idled", session.id()));
			}
			catch (InterruptedException _) {
				Thread.currentThread().interrupt();
			}
		});
	}

}
