package dev.agentservice.endtoend;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.simulator.responses.Act;
import dev.agentservice.simulator.sessions.SimulatedSessions;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * A replica is killed while loops are worked on at their providers, after a function was
 * called in each: another one follows them, and pays for each part once.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.CRASHES)
class ManagedCrashTests {

	private static final Map<String, String> AGENTS = Map.of(ManagedBy.OPENAI.agent("clerk"), file(ManagedBy.OPENAI),
			ManagedBy.ANTHROPIC.agent("clerk"), file(ManagedBy.ANTHROPIC));

	private static final Map<ManagedBy, BigDecimal> COSTS = Map.of(ManagedBy.OPENAI, new BigDecimal("0.001232"),
			ManagedBy.ANTHROPIC, new BigDecimal("0.0031"));

	@RegisterExtension
	static final ServiceUnderTest survivor = new ServiceUnderTest().with("agent-service.run.lease", "3s")
		.with("agent-service.llm.remote.sessions.agent", SimulatedSessions.AGENT)
		.with("agent-service.llm.remote.sessions.environment", SimulatedSessions.ENVIRONMENT)
		.agent(ManagedBy.OPENAI.agent("clerk"), file(ManagedBy.OPENAI))
		.agent(ManagedBy.ANTHROPIC.agent("clerk"), file(ManagedBy.ANTHROPIC));

	private static String file(ManagedBy provider) {
		return provider.file("clerk", "tools: [calculator]\nruntime: RUNTIME");
	}

	@Test
	void whatGoesOnThereIsFollowedElsewhere() {
		AgentFiles agents = survivor.closing(AgentFiles.of(AGENTS));
		Replica killed = survivor.replica("--agent-service.run.lease=3s",
				"--agent-service.llm.remote.sessions.agent=" + SimulatedSessions.AGENT,
				"--agent-service.llm.remote.sessions.environment=" + SimulatedSessions.ENVIRONMENT,
				"--agent-service.agents.directory=" + agents.directory());
		killed.awaitReady();
		CompletableFuture<Void> released = new CompletableFuture<>();
		Map<ManagedBy, String> runs = new EnumMap<>(ManagedBy.class);
		for (ManagedBy provider : ManagedBy.values()) {
			runs.put(provider, begun(provider, killed, released));
		}
		killed.kill();
		await().until(() -> isFollowed("GET /v1/responses/resp_2?stream", 1)
				&& isFollowed("GET /v1/sessions/sesn_1/events/stream", 3));
		released.complete(null);
		runs.forEach(ManagedCrashTests::awaitAnswer);
		try (BudgetBooks books = new BudgetBooks(survivor.redis())) {
			await().until(() -> books.openReservations() == 0);
		}
		for (ManagedBy provider : ManagedBy.values()) {
			await().untilAsserted(() -> assertThat(provider.loops(survivor).kept()).isEmpty());
		}
	}

	private static String begun(ManagedBy provider, Replica replica, CompletableFuture<Void> released) {
		provider.loops(survivor)
			.next(Act.call("call_1", "calculator", "{\"expression\": \"6*7\"}"), Act.use(1000, 10))
			.next(Act.say("It is ", "42."), Act.await(released), Act.say(" Really."), Act.use(2000, 10));
		try (EventStream stream = replica.ada()
			.stream(Map.of("task", "What is 6*7?", "agent", provider.agent("clerk"), "on_disconnect", "detach"))) {
			String run = stream.runId();
			await().until(() -> provider.loops(survivor).requests().size() == 2);
			await().until(() -> String.valueOf(stream.next()).contains("calculator"));
			return run;
		}
	}

	private static boolean isFollowed(String call, int times) {
		return ManagedBy.valueOf(call.contains("session") ? "ANTHROPIC" : "OPENAI")
			.loops(survivor)
			.calls()
			.stream()
			.filter((made) -> made.startsWith(call))
			.count() >= times;
	}

	private static void awaitAnswer(ManagedBy provider, String run) {
		await().until(() -> "succeeded".equals(survivor.ada().get("/runs/" + run).text("/status")));
		Client.Reply ended = survivor.ada().get("/runs/" + run);
		assertThat(ended.text("/result/answer")).isEqualTo("It is 42. Really.");
		assertThat(ended.text("/attempt")).isEqualTo("2");
		assertThat(provider.loops(survivor).requests()).as("nothing is asked for twice").hasSize(2);
		assertThat(ended.json().at("/result/usage/cost_usd").decimalValue()).as("each part is paid once")
			.isCloseTo(Objects.requireNonNull(COSTS.get(provider)),
					within((provider == ManagedBy.OPENAI) ? BigDecimal.ZERO : new BigDecimal("0.001")));
	}

}
