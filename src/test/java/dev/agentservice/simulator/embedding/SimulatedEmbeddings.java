package dev.agentservice.simulator.embedding;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.http.Exchange;
import dev.agentservice.simulator.http.Handler;
import dev.agentservice.simulator.http.HttpRequest;
import dev.agentservice.simulator.openai.OpenAiErrors;
import dev.agentservice.simulator.script.SimulatedProvider;
import dev.agentservice.simulator.usage.Billing;
import dev.agentservice.simulator.usage.PromptTokens;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/embeddings}, as a test sees it: refuses what the real one refuses,
 * takes orders, and tells what it was asked. Thread-safe.
 */
public final class SimulatedEmbeddings implements Handler {

	/** The statuses with which a request is refused for what it says. */
	private static final Set<Integer> MALFORMED = Set.of(400, 404);

	private final SimulatedProvider provider;

	private final Billing billing;

	private final Deque<Reaction> next = new ArrayDeque<>();

	private final List<List<String>> requests = new ArrayList<>();

	private Reaction always = Reaction.answer();

	/**
	 * The embeddings of a provider.
	 * @param provider counts illegal requests
	 */
	public SimulatedEmbeddings(SimulatedProvider provider, Billing billing) {
		this.provider = provider;
		this.billing = billing;
	}

	/** The next requests are met with these, one each. */
	public synchronized SimulatedEmbeddings next(Reaction... reactions) {
		this.next.addAll(List.of(reactions));
		return this;
	}

	/** Every request without another order is met with this. */
	public synchronized SimulatedEmbeddings always(Reaction reaction) {
		this.always = reaction;
		return this;
	}

	/** The texts of each valid request so far, whatever came of it. */
	public synchronized List<List<String>> requests() {
		return List.copyOf(this.requests);
	}

	/** Forgets all orders and requests, not what was billed. */
	public synchronized void clear() {
		this.next.clear();
		this.requests.clear();
		this.always = Reaction.answer();
	}

	@Override
	public void handle(HttpRequest request, Exchange exchange) throws IOException {
		try {
			OpenAiErrors.demandKey(request);
			EmbeddingRequest read = read(request);
			react(take(read.texts()), read, exchange);
		}
		catch (Refusal refusal) {
			refuse(refusal, null, exchange);
		}
	}

	private EmbeddingRequest read(HttpRequest request) throws Refusal {
		try {
			return EmbeddingRequest.read(request.body());
		}
		catch (Refusal refusal) {
			if (MALFORMED.contains(refusal.status())) {
				this.provider.illegal("embeddings: " + refusal.message());
			}
			throw refusal;
		}
	}

	private synchronized Reaction take(List<String> texts) {
		this.requests.add(texts);
		Reaction ordered = this.next.poll();
		return (ordered != null) ? ordered : this.always;
	}

	private void react(Reaction reaction, EmbeddingRequest request, Exchange exchange) throws IOException {
		switch (reaction) {
			case Reaction.Refused refused ->
				refuse(OpenAiErrors.ofStatus(refused.status()), refused.retryAfter(), exchange);
			case Reaction.Changed changed -> {
				bill(request);
				exchange.send(200, headers(), Json.bytes(changed.change().apply(answer(request))));
			}
			case Reaction.Silence() -> {
				bill(request);
				exchange.stayUntilClientLeaves();
			}
			case Reaction.Reset() -> exchange.reset();
			case Reaction.Meanwhile meanwhile -> {
				meanwhile.what().run();
				react(Reaction.answer(), request, exchange);
			}
			case Reaction.Held held -> {
				exchange.pauseUntil(held.released());
				react(Reaction.answer(), request, exchange);
			}
		}
	}

	private void bill(EmbeddingRequest request) {
		this.billing.charge("openai", request.model(), new PromptTokens(request.tokens(), 0, 0), 0);
	}

	private static void refuse(Refusal refusal, @Nullable Duration retryAfter, Exchange exchange) throws IOException {
		Map<String, String> headers = headers();
		if (retryAfter != null) {
			headers.put("retry-after", Long.toString(retryAfter.toSeconds()));
		}
		exchange.send(refusal.status(), headers, Json.bytes(OpenAiErrors.document(refusal)));
	}

	private static Map<String, String> headers() {
		return new HashMap<>(Map.of("content-type", "application/json"));
	}

	private static ObjectNode answer(EmbeddingRequest request) {
		ArrayNode data = Json.array();
		for (int i = 0; i < request.texts().size(); i++) {
			Embedding embedding = Embedding.of(request.texts().get(i), request.dimensions());
			ObjectNode entry = data.addObject().put("object", "embedding").put("index", i);
			entry.set("embedding", request.base64() ? embedding.base64() : embedding.floats());
		}
		ObjectNode answer = Json.object().put("object", "list").put("model", request.model());
		answer.set("data", data);
		answer.putObject("usage").put("prompt_tokens", request.tokens()).put("total_tokens", request.tokens());
		return answer;
	}

}
