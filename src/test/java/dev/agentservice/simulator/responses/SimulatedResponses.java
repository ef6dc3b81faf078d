package dev.agentservice.simulator.responses;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.http.Exchange;
import dev.agentservice.simulator.http.Handler;
import dev.agentservice.simulator.http.HttpRequest;
import dev.agentservice.simulator.openai.OpenAiErrors;
import dev.agentservice.simulator.script.SimulatedProvider;
import dev.agentservice.simulator.usage.Billing;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code /v1/responses} as a test sees it: refuses what the real one refuses, takes
 * orders, and tells what it was asked and still keeps. Thread-safe.
 */
public final class SimulatedResponses implements Handler, SimulatedLoops {

	/** Below it are the responses. */
	public static final String PATH = "/v1/responses";

	private static final Map<String, String> JSON = Map.of("content-type", "application/json");

	private final SimulatedProvider provider;

	private final Billing billing;

	private final Deque<List<Act>> next = new ArrayDeque<>();

	private final List<JsonNode> requests = new ArrayList<>();

	private final List<String> calls = new ArrayList<>();

	private final Map<String, StoredResponse> responses = new LinkedHashMap<>();

	private final SimulatedHooks hooks = new SimulatedHooks();

	private boolean obeysCaps = true;

	private int ids;

	/**
	 * The responses of a provider.
	 * @param provider counts illegal requests
	 */
	public SimulatedResponses(SimulatedProvider provider, Billing billing) {
		this.provider = provider;
		this.billing = billing;
	}

	@Override
	public synchronized SimulatedResponses next(Act... acts) {
		this.next.addLast(List.of(acts));
		return this;
	}

	@Override
	public synchronized void obeysCaps(boolean obeys) {
		this.obeysCaps = obeys;
	}

	@Override
	public synchronized List<JsonNode> requests() {
		return List.copyOf(this.requests);
	}

	@Override
	public synchronized List<String> calls() {
		return List.copyOf(this.calls);
	}

	@Override
	public synchronized List<String> kept() {
		return List.copyOf(this.responses.keySet());
	}

	/** The status of a response that is still kept; empty if it is not. */
	public synchronized String status(String id) {
		StoredResponse found = this.responses.get(id);
		return (found != null) ? found.record().path("status").asString() : "";
	}

	@Override
	public synchronized void expireAll() {
		this.responses.values().forEach(StoredResponse::cut);
		this.responses.clear();
	}

	@Override
	public synchronized void cutStreams() {
		this.responses.values().forEach(StoredResponse::cut);
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
	}

	@Override
	public synchronized boolean hasStopped() {
		return this.calls.stream().anyMatch((call) -> call.endsWith("/cancel"));
	}

	@Override
	public synchronized void clear() {
		forgetOrders();
		this.hooks.stop();
		this.obeysCaps = true;
		this.responses.values().forEach((response) -> response.status("cancelled"));
		cutStreams();
		this.responses.clear();
	}

	@Override
	public void handle(HttpRequest request, Exchange exchange) throws IOException {
		synchronized (this) {
			this.calls.add(
					request.method() + " " + request.path() + (request.query().isEmpty() ? "" : "?" + request.query()));
		}
		try {
			OpenAiErrors.demandKey(request);
			if (request.path().equals(PATH)) {
				create(request, exchange);
			}
			else {
				String[] below = request.path().substring(PATH.length() + 1).split("/", 2);
				use(request, below[0], (below.length > 1) ? below[1] : "", exchange);
			}
		}
		catch (Refusal refusal) {
			exchange.send(refusal.status(), JSON, Json.bytes(OpenAiErrors.document(refusal)));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void create(HttpRequest request, Exchange exchange) throws IOException, Refusal, InterruptedException {
		JsonNode body = read(request);
		demandPrevious(body);
		List<Act> acts = order(body);
		if (!acts.isEmpty() && acts.getFirst() instanceof Act.Refuse refused) {
			throw OpenAiErrors.ofStatus(refused.status());
		}
		StoredResponse response = begin(body, acts);
		if (body.path("stream").asBoolean(false)) {
			stream(response, 0, exchange);
		}
		else {
			if (!response.isBackground()) {
				response.awaitEnd();
			}
			exchange.send(200, JSON, Json.bytes(response.record()));
		}
	}

	private JsonNode read(HttpRequest request) throws Refusal {
		try {
			return ResponseRules.read(request.body());
		}
		catch (Refusal refusal) {
			this.provider.illegal("responses: " + refusal.message());
			throw refusal;
		}
	}

	/** What is not stored cannot be continued by its id. */
	private synchronized void demandPrevious(JsonNode body) throws Refusal {
		String previous = ResponseRules.text(body, "previous_response_id");
		StoredResponse found = this.responses.get(previous);
		if (!previous.isEmpty() && (found == null || !found.request().path("store").asBoolean(true))) {
			throw new Refusal(404, OpenAiErrors.INVALID_REQUEST, "previous_response_not_found", "previous_response_id",
					"Previous response with id '" + previous + "' not found.");
		}
	}

	private synchronized List<Act> order(JsonNode body) {
		this.requests.add(body);
		List<Act> ordered = this.next.pollFirst();
		return (ordered != null) ? ordered : List.of(Act.say("Simulated."));
	}

	private synchronized StoredResponse begin(JsonNode body, List<Act> acts) {
		StoredResponse response = new StoredResponse("resp_" + ++this.ids, body);
		if (response.isBackground() || body.path("store").asBoolean(true)) {
			this.responses.put(response.id(), response);
		}
		Production production = new Production(response, this.obeysCaps, this.billing);
		Thread.ofVirtual().name("simulated-response").start(() -> {
			try {
				production.run(acts);
				this.hooks.send(response.hook());
			}
			catch (InterruptedException _) {
				Thread.currentThread().interrupt();
			}
		});
		return response;
	}

	private void use(HttpRequest request, String id, String verb, Exchange exchange)
			throws IOException, Refusal, InterruptedException {
		StoredResponse response = find(id);
		switch (request.method() + " " + verb) {
			case "GET " -> read(request, response, exchange);
			case "GET input_items" -> exchange.send(200, JSON, Json.bytes(response.items()));
			case "POST cancel" -> cancel(response, exchange);
			case "DELETE " -> {
				synchronized (this) {
					this.responses.remove(id);
				}
				exchange.send(200, JSON,
						Json.bytes(Json.object().put("id", id).put("object", "response.deleted").put("deleted", true)));
			}
			default -> throw new Refusal(404, OpenAiErrors.INVALID_REQUEST, "Invalid URL");
		}
	}

	private synchronized StoredResponse find(String id) throws Refusal {
		StoredResponse response = this.responses.get(id);
		if (response == null) {
			throw new Refusal(404, OpenAiErrors.INVALID_REQUEST, "Response with id '" + id + "' not found.");
		}
		return response;
	}

	private void read(HttpRequest request, StoredResponse response, Exchange exchange)
			throws IOException, Refusal, InterruptedException {
		if (!request.query().contains("stream=true")) {
			exchange.send(200, JSON, Json.bytes(response.record(request.query().contains("include=reasoning"))));
			return;
		}
		if (!response.isBackground() || !response.request().path("stream").asBoolean(false)) {
			throw OpenAiErrors.invalid(
					"This response cannot be streamed: it was not created with stream and background.", "stream", null);
		}
		stream(response, StoredResponse.after(request.query()) + 1, exchange);
	}

	private static void cancel(StoredResponse response, Exchange exchange) throws IOException, Refusal {
		if (!response.isBackground()) {
			throw OpenAiErrors.invalid("Only responses with background=true can be cancelled.", null, null);
		}
		response.status("cancelled");
		exchange.send(200, JSON, Json.bytes(response.record()));
	}

	/** Without background work ends with its client's connection; here it just ends. */
	private static void stream(StoredResponse response, int from, Exchange exchange)
			throws IOException, InterruptedException {
		int cuts = response.cuts();
		EventStream events = exchange.sendEvents(Map.of());
		int number = from;
		for (@Nullable
		String event = next(response, number, cuts, exchange); event != null; event = next(response, ++number, cuts,
				exchange)) {
			events.send(StoredResponse.type(event), event);
		}
		if (response.hasEnded()) {
			events.end();
		}
		else {
			exchange.close();
		}
	}

	private static @Nullable String next(StoredResponse response, int number, int cuts, Exchange exchange)
			throws IOException, InterruptedException {
		CompletableFuture<@Nullable String> next = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> {
			try {
				next.complete(response.event(number, cuts));
			}
			catch (InterruptedException _) {
				Thread.currentThread().interrupt();
			}
		});
		exchange.pauseUntil(next);
		return next.join();
	}

}
