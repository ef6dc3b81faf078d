package dev.agentservice.llm.remote.responses;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import dev.agentservice.llm.http.ProviderRequest;
import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.http.PooledHttpClient;
import dev.agentservice.llm.http.RefusedException;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.remote.RemoteAgent;
import dev.agentservice.llm.remote.RemoteListener;
import dev.agentservice.llm.remote.RemoteLook;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteTask;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.llm.settings.ProviderTarget;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import dev.agentservice.llm.wire.openai.OpenAiWire;
import tools.jackson.databind.node.ObjectNode;

/**
 * Loops at OpenAI: background responses, which alone can be cancelled and read again.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses">Responses</a>
 */
public final class ResponsesAgent implements RemoteAgent {

	private static final String PATH = "/responses";

	private static final int NOT_FOUND = 404;

	private final ProviderProperties provider;

	private final PooledHttpClient http;

	private final ModelCatalog models;

	private final OpenAiWire wire;

	private final ResponsesRequest requests;

	private final ResponseItems items;

	/**
	 * An agent.
	 * @param name the provider's configured name
	 * @param http its connections
	 */
	public ResponsesAgent(String name, ProviderProperties provider, PooledHttpClient http, ModelCatalog models) {
		this.provider = provider;
		this.http = http;
		this.models = models;
		this.wire = new OpenAiWire(name, provider.baseUrl().getHost());
		this.requests = new ResponsesRequest(name + PATH);
		this.items = new ResponseItems(name + PATH);
	}

	@Override
	public void start(RemoteTask task, Exchange exchange, RemoteListener listener) {
		ObjectNode body = this.requests.body(task, this.models.requestFacts(task.request().model()));
		ProviderTarget target = target("");
		this.http.send(exchange, new ProviderRequest(target.url(), target.headers(), Json.bytes(body)),
				new ResponseStream(this.items, -1, listener));
	}

	@Override
	public void follow(RemoteRef ref, ModelId model, long after, Exchange exchange, RemoteListener listener) {
		String query = "stream=true" + ((after >= 0) ? "&starting_after=" + after : "");
		this.http.send(exchange, with(read(ref, model), query), new ResponseStream(this.items, after, listener));
	}

	@Override
	public RemoteLook look(RemoteRef ref, ModelId model, Exchange exchange) {
		try {
			return look(this.http.send(exchange, read(ref, model)));
		}
		catch (RefusedException ex) {
			return goneOr(ex);
		}
	}

	@Override
	public RemoteLook cancel(RemoteRef ref, Exchange exchange) {
		try {
			return look(this.http.send(exchange, request("POST", ref, "/cancel")));
		}
		catch (RefusedException ex) {
			return goneOr(ex);
		}
	}

	@Override
	public void delete(RemoteRef ref, Exchange exchange) {
		try {
			var _ = this.http.send(exchange, request("DELETE", ref, ""));
		}
		catch (RefusedException ex) {
			var _ = goneOr(ex);
		}
	}

	private static RemoteLook goneOr(RefusedException refused) {
		if (refused.status() == NOT_FOUND) {
			return new RemoteLook.Gone();
		}
		throw refused;
	}

	private RemoteLook look(byte[] json) {
		ObjectNode response = Json.parseDocument(json);
		if (response == null) {
			throw new MalformedAnswerException("no JSON object");
		}
		return this.items.look(response);
	}

	/** Thoughts are left out unless they are asked for, and cannot be sent back then. */
	private ProviderRequest read(RemoteRef ref, ModelId model) {
		ProviderRequest request = request("GET", ref, "");
		boolean thinks = ResponsesRequest.thinks(this.models.requestFacts(model));
		return thinks ? with(request, "include=" + ResponsesRequest.THOUGHTS) : request;
	}

	private static ProviderRequest with(ProviderRequest request, String query) {
		URI url = URI.create(request.url() + ((request.url().getQuery() != null) ? "&" : "?") + query);
		return new ProviderRequest(request.method(), url, request.headers(), null);
	}

	private ProviderRequest request(String method, RemoteRef ref, String suffix) {
		ProviderTarget target = target("/" + URLEncoder.encode(ref.id(), StandardCharsets.UTF_8) + suffix);
		return new ProviderRequest(method, target.url(), target.headers(), null);
	}

	private ProviderTarget target(String below) {
		return ProviderTarget.of(this.provider, this.wire, PATH + below);
	}

}
