package dev.agentservice.endtoend.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.endtoend.BudgetBooks;
import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.PriceList;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.RunningService;
import dev.agentservice.endtoend.faults.FaultRow.Money;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.LatencyProfile;
import dev.agentservice.simulator.script.SimulatedProvider;

import org.springframework.util.FileSystemUtils;

import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.awaitility.Awaitility.await;

/**
 * The service with providers that fail, over real sockets, with limits of about a second.
 */
final class FaultTrial implements AutoCloseable {

	private final RedisServer redis = RedisServer.start();

	/** Models take their time: who leaves does not pay for what would have come. */
	private final Simulator simulator = Simulator.start(0, new LatencyProfile(Duration.ZERO, 500, 0));

	private final BudgetBooks books = new BudgetBooks(this.redis);

	private final Path directory;

	private final UntrustedServer untrusted;

	private final RunningService service;

	FaultTrial() {
		try {
			this.directory = Files.createTempDirectory("faults");
			FaultyAgent.writeAll(Files.createDirectory(this.directory.resolve("agents")));
			this.untrusted = UntrustedServer.start(this.directory);
			this.service = RunningService.start(new ReplicaSettings(this.redis, this.simulator), properties());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Simulator simulator() {
		return this.simulator;
	}

	Client client() {
		return this.service.client(ReplicaSettings.ADAS_KEY);
	}

	/** Makes a fault happen to one run. */
	FaultRow run(Fault fault, Face face, Variant variant) {
		this.simulator.clear();
		SimulatedProvider first = variant.first(this.simulator);
		SimulatedProvider fallback = variant.fallback(this.simulator);
		if (variant == Variant.WITH_TOOLS) {
			first.next(toolCalls(call("calculator", "{\"expression\": \"1 + 1\"}")));
		}
		fault.script().accept(first, fallback);
		long start = System.nanoTime();
		Told told = Told.by(client(), face, variant.agent(fault.agent()).id());
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		return new FaultRow(fault, face, variant, told, first.requests().size(), fallback.requests().size(), took,
				money(told));
	}

	private Money money(Told told) {
		await("nothing reserved for " + told.runId()).atMost(Duration.ofSeconds(10))
			.until(() -> this.books.openReservations() == 0);
		BudgetBooks.Book book = this.books.runs()
			.getOrDefault(told.runId(), new BudgetBooks.Book(told.runId(), Map.of()));
		return new Money(book.spent(), book.unreported(), book.reserved(),
				PriceList.shipped().nanoUsd(this.simulator.billing()), told.steps());
	}

	private Map<String, String> properties() throws IOException {
		Map<String, String> properties = new TreeMap<>();
		properties.put("agent-service.agents.directory", this.directory.resolve("agents").toString());
		properties.put("agent-service.rate-limits.user-requests.capacity", "1000000");
		properties.put("agent-service.rate-limits.key-requests.capacity", "1000000");
		properties.put("agent-service.rate-limits.user-reads.capacity", "1000000");
		properties.put("agent-service.rate-limits.key-reads.capacity", "1000000");
		properties.put("agent-service.rate-limits.user-tokens.capacity", "1000000000");
		properties.put("agent-service.rate-limits.user-bytes.capacity", "1000000000");
		properties.put("agent-service.rate-limits.key-bytes.capacity", "1000000000");
		properties.put("agent-service.run.in-flight.user-percent", "100");
		properties.put("agent-service.run.in-flight.tenant-percent", "100");
		properties.put("agent-service.storage.user-limit", "1TB");
		properties.put("agent-service.llm.resilience.backoff", "50ms");
		properties.put("agent-service.llm.resilience.first-token", "1s");
		// No row hears of what another one was refused.
		properties.put("agent-service.llm.resilience.max-pause", "0s");
		properties.put("agent-service.llm.resilience.key-pause", "0s");
		properties.put("agent-service.llm.resilience.retry-budget.floor", "1000");
		properties.put("agent-service.llm.resilience.breaker.minimum-calls", "100000");
		for (String provider : List.of("anthropic", "openai")) {
			limits(properties, provider);
		}
		provider(properties, "nowhere", "http://models.invalid/v1");
		provider(properties, "untrusted", this.untrusted.baseUrl());
		provider(properties, "refused", "http://127.0.0.1:" + freePort() + "/v1");
		provider(properties, "flapping", this.simulator.baseUrl());
		String breaker = "agent-service.llm.providers.flapping.resilience.breaker.";
		properties.put(breaker + "minimum-calls", "4");
		properties.put(breaker + "open", "1s");
		properties.put(breaker + "probes", "1");
		return properties;
	}

	private static void provider(Map<String, String> properties, String name, String baseUrl) {
		String prefix = "agent-service.llm.providers." + name + ".";
		properties.put(prefix + "protocol", "openai");
		properties.put(prefix + "base-url", baseUrl);
		properties.put(prefix + "api-key", "simulated");
		properties.put(prefix + "output-cap-parameter", "max_completion_tokens");
		properties.put(prefix + "refuse-storage", "true");
		limits(properties, name);
		String price = "agent-service.budget.prices.[" + name + "/gpt-4o-mini].";
		properties.put(price + "input", "0.15");
		properties.put(price + "cached-input", "0.075");
		properties.put(price + "cache-write", "0.15");
		properties.put(price + "output", "0.60");
	}

	private static void limits(Map<String, String> properties, String provider) {
		String pool = "agent-service.llm.providers." + provider + ".pool.";
		properties.put(pool + "connect-timeout", "1s");
		properties.put(pool + "response-timeout", "1s");
		properties.put(pool + "read-timeout", "1s");
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@Override
	public void close() throws IOException {
		this.service.close();
		this.untrusted.close();
		this.books.close();
		this.simulator.close();
		this.redis.close();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
