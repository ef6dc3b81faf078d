package dev.agentservice.llm.remote.sessions;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.http.PooledHttpClient;
import dev.agentservice.llm.http.ProviderRequest;
import dev.agentservice.llm.http.RefusedException;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.remote.RemoteAgent;
import dev.agentservice.llm.remote.RemoteEvent;
import dev.agentservice.llm.remote.RemoteListener;
import dev.agentservice.llm.remote.RemoteLook;
import dev.agentservice.llm.remote.RemoteProperties;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.llm.remote.RemoteTask;
import dev.agentservice.llm.resilience.Patience;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.llm.settings.ProviderTarget;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import dev.agentservice.llm.wire.anthropic.AnthropicWire;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Loops at Anthropic: sessions of Managed Agents, one for each run.
 *
 * @see <a href="https://platform.claude.com/docs/en/managed-agents/sessions">Sessions</a>
 */
public final class SessionsAgent implements RemoteAgent {

	private static final RemoteRuntime RUNTIME = RemoteRuntime.ANTHROPIC_MANAGED;

	private static final String PATH = "/sessions";

	private static final String BETA = "managed-agents-2026-04-01";

	private static final String BETA_HEADER = "anthropic-beta";

	private static final int NOT_FOUND = 404;

	private static final int CONFLICT = 409;

	/** More than a run can have. */
	private static final int MOST_PAGES = 50;

	private static final int LONGEST_ID = 200;

	private final ProviderProperties provider;

	private final PooledHttpClient http;

	private final Duration patience;

	private final AnthropicWire wire = new AnthropicWire();

	private final SessionRequests requests;

	private final SessionAnswers answers;

	private final String opaque;

	/**
	 * An agent.
	 * @param name the provider's configured name
	 * @param http its connections
	 * @param properties what sessions are made of, and how long the provider may take for
	 * an answer that is no stream
	 */
	public SessionsAgent(String name, ProviderProperties provider, PooledHttpClient http, RemoteProperties properties) {
		this.provider = provider;
		this.http = http;
		this.patience = properties.silence();
		this.requests = new SessionRequests(properties.sessions());
		this.opaque = name + PATH;
		this.answers = new SessionAnswers(this.opaque);
	}

	@Override
	public boolean hasSessions() {
		return true;
	}

	@Override
	public Optional<RemoteRef> waiting(ModelRequest request) {
		return SessionInput.of(request, this.opaque)
			.session()
			.map((session) -> RemoteRef.inSession(RUNTIME, session, 0));
	}

	@Override
	public void start(RemoteTask task, Exchange exchange, RemoteListener listener) {
		SessionInput input = SessionInput.of(task.request(), this.opaque);
		RemoteRef ref = input.session()
			.map((session) -> RemoteRef.inSession(RUNTIME, session, events(session, exchange).size()))
			.orElseGet(() -> RemoteRef.inSession(RUNTIME, create(input, task, exchange), 0));
		long last = ref.eventsBefore() - 1L;
		listener.on(last, new RemoteEvent.Started(ref));
		send(ref, task, exchange);
		listener.on(last, new RemoteEvent.Taken());
		follow(ref, task.request().model(), last, exchange, listener);
	}

	private String create(SessionInput input, RemoteTask task, Exchange exchange) {
		String id = Json.text(post("", this.requests.session(input, task), exchange), "id");
		if (id.isEmpty() || id.length() > LONGEST_ID || id.contains("/")) {
			throw new MalformedAnswerException("a session without a usable id");
		}
		return id;
	}

	@Override
	public void send(RemoteRef ref, RemoteTask task, Exchange exchange) {
		SessionInput input = SessionInput.of(task.request(), this.opaque);
		if (ref.eventsBefore() > 0) {
			ObjectNode session = document(this.http.send(brief(exchange), request("GET", below(ref.object()), null)));
			post(below(ref.object()), SessionRequests.change(SessionRequests.consumed(session), task), exchange);
		}
		post(below(ref.object()) + "/events", input.events(), exchange);
	}

	@Override
	public void follow(RemoteRef ref, ModelId model, long after, Exchange exchange, RemoteListener listener) {
		ProviderRequest stream = request("GET", below(ref.object()) + "/events/stream?event_deltas%5B%5D=agent.message",
				null);
		this.http.send(exchange, stream,
				new SessionStream(() -> events(ref.object(), exchange), ref.eventsBefore(), after, listener));
	}

	@Override
	public RemoteLook look(RemoteRef ref, ModelId model, Exchange exchange) {
		try {
			SessionRecord part = new SessionRecord();
			List<JsonNode> events = events(ref.object(), exchange);
			events.stream().limit(ref.eventsBefore()).forEach(part::addEarlier);
			events.stream().skip(ref.eventsBefore()).forEach(part::add);
			return this.answers.look(part, ref.object());
		}
		catch (RefusedException ex) {
			return goneOr(ex);
		}
	}

	/** It stops soon, and then its usage is known. */
	@Override
	public RemoteLook cancel(RemoteRef ref, Exchange exchange) {
		try {
			ObjectNode interrupt = Json.object();
			interrupt.putArray("events").addObject().put("type", "user.interrupt");
			post(below(ref.object()) + "/events", interrupt, exchange);
		}
		catch (RefusedException ex) {
			return goneOr(ex);
		}
		Patience waiting = new Patience(Patience.Time.SYSTEM);
		RemoteLook look = look(ref, ModelId.parse(RUNTIME.provider() + "/any"), exchange);
		while ((look instanceof RemoteLook.Working || look instanceof RemoteLook.Queued)
				&& !exchange.deadline().passed()) {
			waiting.pause(exchange.deadline());
			look = look(ref, ModelId.parse(RUNTIME.provider() + "/any"), exchange);
		}
		return look;
	}

	@Override
	public void delete(RemoteRef ref, Exchange exchange) {
		Patience waiting = new Patience(Patience.Time.SYSTEM);
		while (!isDeleted(ref, exchange)) {
			waiting.pause(exchange.deadline());
		}
	}

	/** One that ends is refused until it has ended, which may be after it says so. */
	private boolean isDeleted(RemoteRef ref, Exchange exchange) {
		try {
			var _ = this.http.send(brief(exchange), request("DELETE", below(ref.object()), null));
			return true;
		}
		catch (RefusedException ex) {
			if (ex.status() == CONFLICT && !exchange.deadline().passed()) {
				return false;
			}
			var _ = goneOr(ex);
			return true;
		}
	}

	private static RemoteLook goneOr(RefusedException refused) {
		if (refused.status() == NOT_FOUND) {
			return new RemoteLook.Gone();
		}
		throw refused;
	}

	/** All events of a session that are kept, in their order. */
	private List<JsonNode> events(String session, Exchange exchange) {
		List<JsonNode> events = new ArrayList<>();
		String page = "";
		for (int i = 0; i < MOST_PAGES; i++) {
			ObjectNode list = document(this.http.send(brief(exchange),
					request("GET", below(session) + "/events?order=asc&limit=1000" + page, null)));
			Json.items(list.path("data")).forEach((event) -> events.add(SessionRecord.needed(event)));
			String next = Json.text(list, "next_page");
			if (next.isEmpty()) {
				return events;
			}
			page = "&page=" + encoded(next);
		}
		throw new MalformedAnswerException("events without end");
	}

	private ObjectNode post(String below, ObjectNode body, Exchange exchange) {
		Exchange brief = brief(exchange);
		brief.markUnrepeatable();
		return document(this.http.send(brief, request("POST", below, Json.bytes(body))));
	}

	/** A request of its own beside what an exchange is about. */
	private Exchange brief(Exchange exchange) {
		return new Exchange(exchange.deadline().within(this.patience));
	}

	private static ObjectNode document(byte[] json) {
		ObjectNode document = Json.parseDocument(json);
		if (document == null) {
			throw new MalformedAnswerException("no JSON object");
		}
		return document;
	}

	private static String below(String session) {
		return "/" + encoded(session);
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private ProviderRequest request(String method, String below, byte @Nullable [] body) {
		int mark = below.indexOf('?');
		ProviderTarget target = ProviderTarget.of(this.provider, this.wire,
				PATH + ((mark >= 0) ? below.substring(0, mark) : below));
		URI url = (mark < 0) ? target.url() : URI
			.create(target.url() + ((target.url().getQuery() != null) ? "&" : "?") + below.substring(mark + 1));
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(target.headers());
		headers.merge(BETA_HEADER, BETA, (own, beta) -> own + "," + beta);
		return new ProviderRequest(method, url, headers, body);
	}

}
