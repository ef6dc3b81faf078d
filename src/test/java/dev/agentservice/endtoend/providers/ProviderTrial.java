package dev.agentservice.endtoend.providers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.endtoend.BudgetBooks;
import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.EventStream;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.RunningService;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.Answer;
import dev.agentservice.simulator.script.Scripted;
import dev.agentservice.simulator.script.SimulatedProvider;
import dev.agentservice.simulator.usage.Bill;
import tools.jackson.databind.JsonNode;

import org.springframework.util.FileSystemUtils;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.awaitility.Awaitility.await;

/**
 * The service with an agent for each dialect, and simulated providers that speak them.
 */
final class ProviderTrial implements AutoCloseable {

	/** Who is asked first where another provider is to fail. */
	private static final Dialect OTHER = Dialect.ANTHROPIC;

	/** Where that is the one on trial. */
	private static final Dialect OTHERS_OTHER = Dialect.KIMI;

	/** Nano-USD for a token: plain, cached and written input, and output. */
	private static final long[] PRICES = { 250, 25, 310, 1250 };

	private final RedisServer redis = RedisServer.start();

	private final Simulator simulator = Simulator.start();

	private final BudgetBooks books = new BudgetBooks(this.redis);

	private final Path agents;

	private final RunningService service;

	/** Asks its providers for whole documents. */
	private final RunningService plain;

	private int sessions;

	private Outcome.Money before = new Outcome.Money(0, 0, 0, 0);

	ProviderTrial() {
		try {
			this.agents = Files.createTempDirectory("providers");
			for (Dialect dialect : Dialect.values()) {
				agent(dialect.provider(), dialect.model(), "");
				agent("to-" + dialect.provider(), other(dialect).model(), "fallback: [" + dialect.model() + "]");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		ReplicaSettings settings = new ReplicaSettings(this.redis, this.simulator);
		this.service = RunningService.start(settings, properties());
		this.plain = RunningService.start(settings, withoutStreams());
	}

	/** Has a scenario happen to one client, who then goes on in the same session. */
	Outcome run(Dialect dialect, Scenario scenario, boolean streamed) {
		this.simulator.clear();
		boolean fromOther = !scenario.scriptOfOther().isEmpty();
		SimulatedProvider provider = this.simulator.provider(dialect.provider());
		SimulatedProvider other = this.simulator.provider(other(dialect).provider());
		long illegal = provider.traffic().illegal() + other.traffic().illegal();
		if (fromOther) {
			other.next(scenario.scriptOfOther().toArray(Scripted[]::new));
		}
		provider.next(scenario.script(dialect).toArray(Scripted[]::new));
		Answer always = scenario.always(dialect);
		if (always != null) {
			provider.always(always);
		}
		Map<String, Object> request = new HashMap<>(scenario.request());
		request.putAll(Map.of("task", "How much is it?", "agent", (fromOther ? "to-" : "") + dialect.provider(),
				"session_id", "s" + this.sessions++));
		Told told = ask(request, streamed);
		Outcome.Money money = money();
		List<Told> next = scenario.goesOn() ? goOn(dialect, request, streamed) : List.of();
		boolean leaked = Stream.concat(Stream.of(told), next.stream()).anyMatch((it) -> it.all().contains("Zebra"));
		return new Outcome(dialect, scenario, streamed, told.what(), next.stream().map(Told::what).toList(),
				provider.traffic().illegal() + other.traffic().illegal() - illegal, leaked, money);
	}

	/** The same session, with the same agent and with that of another provider. */
	private List<Told> goOn(Dialect dialect, Map<String, Object> request, boolean streamed) {
		this.simulator.clear();
		List<Told> next = new ArrayList<>();
		for (Dialect each : List.of(dialect, other(dialect))) {
			this.simulator.provider(each.provider()).next(answer("You are welcome."));
			request.putAll(Map.of("task", "Thanks.", "agent", each.provider()));
			next.add(ask(request, streamed));
		}
		money();
		return next;
	}

	private static Dialect other(Dialect dialect) {
		return (dialect == OTHER) ? OTHERS_OTHER : OTHER;
	}

	private Told ask(Map<String, Object> request, boolean streamed) {
		if (streamed) {
			Client client = this.service.client(ReplicaSettings.ADAS_KEY);
			EventStream stream = client.stream(request);
			if (stream.status() != 200) {
				throw new AssertionError(stream.status() + " " + stream.body());
			}
			List<EventStream.Event> events = stream.rest();
			return new Told(events.getLast().json(),
					events.stream().map((event) -> event.json().toString()).collect(Collectors.joining()));
		}
		Client.Reply reply = this.plain.client(ReplicaSettings.ADAS_KEY).ask(request);
		return new Told(reply.json(), reply.body());
	}

	/** What the ledger has taken since the last time, and what was billed for it. */
	private Outcome.Money money() {
		await("nothing reserved").until(() -> this.books.openReservations() == 0);
		long charged = 0;
		long unreported = 0;
		long reserved = 0;
		for (BudgetBooks.Book book : this.books.user("ada")) {
			charged += book.spent();
			unreported += book.unreported();
			reserved += book.reserved();
		}
		Outcome.Money all = new Outcome.Money(charged, unreported, reserved, 0);
		Outcome.Money since = new Outcome.Money(charged - this.before.charged(), unreported - this.before.unreported(),
				reserved, billed());
		this.before = all;
		return since;
	}

	private long billed() {
		Bill bill = this.simulator.billing().total();
		return (bill.inputTokens() - bill.cachedInputTokens() - bill.cacheWriteTokens()) * PRICES[0]
				+ bill.cachedInputTokens() * PRICES[1] + bill.cacheWriteTokens() * PRICES[2]
				+ bill.outputTokens() * PRICES[3];
	}

	private void agent(String name, String model, String fallback) throws IOException {
		Files.writeString(this.agents.resolve(name + ".md"), """
				---
				name: %s
				models: {simple: %s%s}
				tools: [calculator]
				limits: {cost_per_task_usd: 0.50, timeout: 60s}
				---
				%s
				""".formatted(name, model, fallback.isEmpty() ? "" : ", " + fallback,
				"You calculate, and say what comes out of it. ".repeat(120)));
	}

	private Map<String, String> properties() {
		Map<String, String> properties = new TreeMap<>();
		properties.put("agent-service.agents.directory", this.agents.toString());
		// A busy machine is no outage: a stream ends where Redis does not answer in time.
		properties.put("agent-service.redis.command-timeout", "20s");
		properties.put("agent-service.redis.connect-timeout", "10s");
		for (String limit : List.of("user-requests", "key-requests", "user-reads", "key-reads", "user-tokens",
				"user-bytes", "key-bytes")) {
			properties.put("agent-service.rate-limits." + limit + ".capacity", "1000000000");
		}
		properties.put("agent-service.budget.user-daily-usd", "1000");
		properties.put("agent-service.llm.resilience.backoff", "10ms");
		properties.put("agent-service.llm.resilience.max-backoff", "20ms");
		properties.put("agent-service.llm.resilience.retry-budget.floor", "100000");
		properties.put("agent-service.llm.resilience.breaker.minimum-calls", "100000");
		for (Dialect dialect : Dialect.values()) {
			String provider = "agent-service.llm.providers." + dialect.provider() + ".";
			properties.put(provider + "protocol", (dialect == Dialect.ANTHROPIC) ? "anthropic" : "openai");
			properties.put(provider + "base-url", this.simulator.baseUrl(dialect.provider()));
			properties.put(provider + "api-key", "simulated");
			dialect.settings().forEach((name, value) -> properties.put(provider + name, value));
			properties.put("agent-service.llm.models.[" + dialect.model() + "].context-window", "200000");
			String price = "agent-service.budget.prices.[" + dialect.model() + "].";
			String[] kinds = { "input", "cached-input", "cache-write", "output" };
			for (int i = 0; i < kinds.length; i++) {
				properties.put(price + kinds[i], BigDecimal.valueOf(PRICES[i], 3).toPlainString());
			}
		}
		return properties;
	}

	private Map<String, String> withoutStreams() {
		Map<String, String> properties = properties();
		for (Dialect dialect : Dialect.values()) {
			properties.merge("agent-service.llm.providers." + dialect.provider() + ".omit", "stream",
					(more, stream) -> more + "," + stream);
		}
		return properties;
	}

	@Override
	public void close() {
		this.plain.close();
		this.service.close();
		this.books.close();
		this.simulator.close();
		this.redis.close();
		try {
			FileSystemUtils.deleteRecursively(this.agents);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What the client was told.
	 *
	 * @param end the answer, or the problem
	 * @param all every word of it
	 */
	private record Told(JsonNode end, String all) {

		String what() {
			if (!this.end.has("answer")) {
				return this.end.at("/status").asInt() + " " + this.end.at("/code").asString();
			}
			String tools = this.end.at("/steps")
				.valueStream()
				.filter((step) -> step.at("/type").asString().equals("tool"))
				.map((step) -> step.at("/name").asString() + " " + step.at("/outcome").asString())
				.collect(Collectors.joining(", "));
			String notices = this.end.at("/notices")
				.valueStream()
				.map(JsonNode::asString)
				.collect(Collectors.joining(" "));
			return ("200 " + this.end.at("/answer").asString() + (tools.isEmpty() ? "" : " [" + tools + "]")
					+ (notices.isEmpty() ? "" : " " + notices));
		}

	}

}
