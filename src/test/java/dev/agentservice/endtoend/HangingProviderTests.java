package dev.agentservice.endtoend;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replica with twenty places, of which a provider may have fifteen, as it is by default
 * with ten times as many; and a provider that has fallen silent while more runs than
 * there are places want it.
 */
@BesideOthers
@Tag("slow")
class HangingProviderTests {

	private static final String ANSWER = "Here.";

	private static final int PLACES = 20;

	private static final int SHARE = 15;

	private static final String FILE = """
			---
			name: %s
			models: %s
			limits: {cost_per_task_usd: 0.50, timeout: 600s}
			---
			Be brief.
			""";

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest()
		.agent("hanging", FILE.formatted("hanging", "{simple: anthropic/claude-haiku-4-5}"))
		.agent("pair", FILE.formatted("pair", "{simple: anthropic/claude-haiku-4-5, fallback: [openai/gpt-5.4-mini]}"))
		.agent("healthy", FILE.formatted("healthy", "{simple: openai/gpt-5.4-mini}"))
		.with("agent-service.run.in-flight.limit", PLACES)
		.with("agent-service.run.in-flight.user-percent", 100)
		.with("agent-service.run.in-flight.tenant-percent", 100)
		.with("agent-service.run.in-flight.max-wait", "20s")
		.with("agent-service.run.lease", "5m")
		.with("agent-service.llm.providers.anthropic.pool.max-connections", SHARE)
		.with("agent-service.llm.providers.anthropic.pool.response-timeout", "10m")
		.with("agent-service.llm.resilience.first-token", "10m")
		.with("agent-service.rate-limits.user-requests.capacity", 1000)
		.with("agent-service.rate-limits.key-requests.capacity", 1000);

	private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	private List<CompletableFuture<String>> hanging;

	@BeforeEach
	void moreRunsThanPlacesWantTheSilentProvider() {
		service.anthropic().always(held(this.released, answer("At last.")));
		service.openai().always(answer(ANSWER));
		this.hanging = IntStream.range(0, PLACES + 2).mapToObj((_) -> streamed("hanging")).toList();
		await().until(() -> service.anthropic().traffic().inFlight() == SHARE
				&& this.hanging.stream().filter(CompletableFuture::isDone).count() == PLACES + 2 - SHARE);
	}

	@AfterEach
	void release() {
		this.released.complete(null);
		this.hanging.forEach(CompletableFuture::join);
		this.clients.close();
	}

	@Test
	void anAgentWithAnotherProviderIsServedAllTheSame() {
		assertThat(Stream.generate(() -> ask("healthy")).limit(10)).containsOnly(ANSWER);
	}

	@Test
	void anAgentWithAFallbackGetsItsAnswer() {
		assertThat(Stream.generate(() -> ask("pair")).limit(10)).containsOnly(ANSWER);
		assertThat(service.anthropic().requests()).hasSize(SHARE);
	}

	@Test
	void whoHasNoFallbackIsToldSoAndHoldsNoPlace() {
		assertThat(this.hanging.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
			.hasSize(PLACES + 2 - SHARE)
			.containsOnly("models_unavailable");
		assertThat(service.metrics()
			.lines()
			.filter((line) -> line.startsWith("agent_inflight{"))
			.map((line) -> line.substring(line.lastIndexOf(' ') + 1))).containsExactly(SHARE + ".0");
	}

	private CompletableFuture<String> streamed(String agent) {
		return CompletableFuture.supplyAsync(() -> {
			try (EventStream stream = service.ada().stream(Map.of("task", "Go.", "agent", agent))) {
				return stream.rest().getLast().json().at("/code").asString("");
			}
		}, this.clients);
	}

	private static String ask(String agent) {
		return service.ada().ask(Map.of("task", "Hello.", "agent", agent)).text("/answer");
	}

}
