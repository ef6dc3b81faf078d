package dev.agentservice.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.agentservice.simulator.anthropic.AnthropicProtocol;
import dev.agentservice.simulator.chat.Protocol;
import dev.agentservice.simulator.demo.DemoModel;
import dev.agentservice.simulator.dialect.Dialects;
import dev.agentservice.simulator.embedding.SimulatedEmbeddings;
import dev.agentservice.simulator.http.Handler;
import dev.agentservice.simulator.http.HttpRequest;
import dev.agentservice.simulator.http.HttpServer;
import dev.agentservice.simulator.openai.OpenAiDialect;
import dev.agentservice.simulator.openai.OpenAiModels;
import dev.agentservice.simulator.openai.OpenAiProtocol;
import dev.agentservice.simulator.responses.SimulatedResponses;
import dev.agentservice.simulator.script.ChatEndpoint;
import dev.agentservice.simulator.script.LatencyProfile;
import dev.agentservice.simulator.script.SimulatedProvider;
import dev.agentservice.simulator.sessions.SimulatedSessions;
import dev.agentservice.simulator.usage.AutomaticPromptCache;
import dev.agentservice.simulator.usage.Billing;
import dev.agentservice.simulator.usage.MarkedPromptCache;
import dev.agentservice.simulator.usage.PromptCache;

/**
 * All simulated providers on one port of the loopback address. Start two to take one
 * provider down alone. Those that speak OpenAI's protocol in their own way are below a
 * path of their name, such as {@code /deepseek/v1}.
 *
 * <pre>
 * try (Simulator simulator = Simulator.start()) {
 *     simulator.anthropic().next(status(529), answer("At last."));
 *     …
 *     assertThat(simulator.anthropic().requests()).hasSize(2);
 * }
 * </pre>
 */
public final class Simulator implements AutoCloseable {

	private final SimulatedProvider openai = new SimulatedProvider();

	private final SimulatedProvider anthropic = new SimulatedProvider();

	private final Map<String, SimulatedProvider> others = new TreeMap<>();

	private final Billing billing = new Billing();

	private final SimulatedEmbeddings embeddings = new SimulatedEmbeddings(this.openai, this.billing);

	private final SimulatedResponses responses = new SimulatedResponses(this.openai, this.billing);

	private final SimulatedSessions sessions = new SimulatedSessions(this.anthropic, this.billing);

	private final DemoModel model = new DemoModel();

	private final HttpServer server;

	private Simulator(int port, LatencyProfile latency) {
		Statistics statistics = new Statistics(this);
		Handler chat = endpoint(new OpenAiProtocol(new OpenAiDialect()), this.openai, new AutomaticPromptCache(),
				latency);
		Handler messages = endpoint(new AnthropicProtocol(), this.anthropic, new MarkedPromptCache(), latency);
		Map<String, Handler> handlers = new HashMap<>(Map.of("POST /v1/chat/completions", chat, "POST /v1/messages",
				messages, "POST /v1/embeddings", this.embeddings, "GET /v1/models", new OpenAiModels(),
				"GET /_simulator/billing", statistics::billing, "GET /_simulator/requests", statistics::requests));
		for (OpenAiDialect dialect : Dialects.all()) {
			SimulatedProvider provider = new SimulatedProvider();
			this.others.put(dialect.provider(), provider);
			PromptCache cache = Dialects.caches(dialect.provider()) ? new AutomaticPromptCache() : PromptCache.NONE;
			handlers.put("POST /" + dialect.provider() + "/v1/chat/completions",
					endpoint(new OpenAiProtocol(dialect), provider, cache, latency));
		}
		Handler routes = new Routes(handlers);
		this.server = HttpServer.start(port, (request, exchange) -> handler(request, routes).handle(request, exchange));
	}

	private Handler handler(HttpRequest request, Handler others) {
		if (request.path().startsWith(SimulatedResponses.PATH)) {
			return this.responses;
		}
		return request.path().startsWith(SimulatedSessions.PATH) ? this.sessions : others;
	}

	/** Starts on any free port, as fast as the machine can. */
	public static Simulator start() {
		return start(0, LatencyProfile.NONE);
	}

	/**
	 * Starts.
	 * @param port the port, or 0 for any free one
	 * @param latency how fast the models are
	 * @throws java.io.UncheckedIOException if the port is taken
	 */
	public static Simulator start(int port, LatencyProfile latency) {
		return new Simulator(port, latency);
	}

	/** The simulated OpenAI. */
	public SimulatedProvider openai() {
		return this.openai;
	}

	/** The simulated OpenAI's embeddings. */
	public SimulatedEmbeddings embeddings() {
		return this.embeddings;
	}

	/** The simulated OpenAI's responses. */
	public SimulatedResponses responses() {
		return this.responses;
	}

	/** The simulated Anthropic's sessions of managed agents. */
	public SimulatedSessions sessions() {
		return this.sessions;
	}

	/** The simulated Anthropic. */
	public SimulatedProvider anthropic() {
		return this.anthropic;
	}

	/** The simulated provider of this name. */
	public SimulatedProvider provider(String name) {
		return switch (name) {
			case "openai" -> this.openai;
			case "anthropic" -> this.anthropic;
			default -> Objects.requireNonNull(this.others.get(name), name);
		};
	}

	/** What all billed. */
	public Billing billing() {
		return this.billing;
	}

	/** The port it listens on. */
	public int port() {
		return this.server.port();
	}

	/**
	 * The base URL of either provider, with {@code /v1} and without a slash at the end.
	 */
	public String baseUrl() {
		return "http://127.0.0.1:" + port() + "/v1";
	}

	/** The base URL of the provider of this name. */
	public String baseUrl(String provider) {
		return this.others.containsKey(provider) ? "http://127.0.0.1:" + port() + "/" + provider + "/v1" : baseUrl();
	}

	/** How many clients are connected. */
	public int openConnections() {
		return this.server.openConnections();
	}

	/** Forgets all orders, requests and bills. */
	public void clear() {
		this.openai.clear();
		this.embeddings.clear();
		this.responses.clear();
		this.sessions.clear();
		this.anthropic.clear();
		this.others.values().forEach(SimulatedProvider::clear);
		this.billing.clear();
	}

	/** Stops listening and closes every connection. */
	@Override
	public void close() {
		this.server.close();
	}

	private ChatEndpoint endpoint(Protocol protocol, SimulatedProvider provider, PromptCache cache,
			LatencyProfile latency) {
		return new ChatEndpoint(protocol, provider, this.model, cache, this.billing, latency);
	}

}
