package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Providers that say when to come back, or that do not know the key. */
@BesideOthers
@Tag("slow")
class ProviderPauseTests {

	private static final String ANSWER = "Here.";

	private static final int RUNS = 30;

	private static final String FILE = """
			---
			name: %s
			models: %s
			limits: {cost_per_task_usd: 0.50, timeout: 60s}
			---
			Be brief.
			""";

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest()
		.agent("pair", FILE.formatted("pair", "{simple: anthropic/claude-haiku-4-5, fallback: [openai/gpt-5.4-mini]}"))
		.agent("alone", FILE.formatted("alone", "{simple: anthropic/claude-haiku-4-5}"))
		.agent("sister", FILE.formatted("sister", "{simple: anthropic/claude-sonnet-4-5}"))
		.with("agent-service.llm.resilience.key-pause", "10m")
		.with("agent-service.rate-limits.user-requests.capacity", 1000)
		.with("agent-service.rate-limits.key-requests.capacity", 1000);

	@AfterEach
	void forget() {
		service.redis().flush();
	}

	@Test
	void anHourIsRememberedByAllReplicas() {
		service.anthropic().always(status(429).retryAfter(Duration.ofHours(1)));
		service.openai().always(answer(ANSWER));
		try (RunningService first = service.another(Map.of()); RunningService second = service.another(Map.of())) {
			assertThat(answers(first, RUNS)).containsOnly(ANSWER);
			assertThat(service.anthropic().requests()).as("%d runs", RUNS).hasSize(1);
			await("the other one has heard of it").until(() -> paused(second).equals("1.0"));
			assertThat(answers(second, RUNS)).containsOnly(ANSWER);
			assertThat(service.anthropic().requests()).hasSize(1);
		}
	}

	@Test
	void anAgentWithoutAnotherModelIsToldWhenToComeBack() {
		service.anthropic().always(status(429).retryAfter(Duration.ofHours(1)));
		try (RunningService replica = service.another(Map.of())) {
			List<RawHttp.Answer> answers = Stream
				.generate(() -> replica.ask(Map.of("task", "Hello.", "agent", "alone")))
				.limit(RUNS)
				.toList();
			assertThat(answers).allSatisfy((answer) -> {
				assertThat(answer.status()).isEqualTo(503);
				assertThat(answer.json().at("/code").asString()).isEqualTo("models_unavailable");
				assertThat(Long.parseLong(answer.headers().get("retry-after"))).isBetween(3000L, 3600L);
			});
			assertThat(service.anthropic().requests()).as("at most one more within a minute").hasSizeBetween(1, 3);
		}
	}

	@Test
	void aProviderThatDoesNotKnowTheKeyIsLeftAlone() {
		service.anthropic().always(status(401));
		service.openai().always(answer(ANSWER));
		try (RunningService replica = service.another(Map.of())) {
			assertThat(answers(replica, RUNS)).containsOnly(ANSWER);
			assertThat(service.anthropic().requests()).hasSize(3);
			Client ada = replica.client(ReplicaSettings.ADAS_KEY);
			Client.Reply refused = ada.ask(Map.of("task", "Hello.", "agent", "sister"));
			assertThat(refused.status()).isEqualTo(502);
			assertThat(refused.text("/code")).isEqualTo("models_refused");
			assertThat(refused.text("/reason")).isEqualTo("unauthorized");
			assertThat(service.anthropic().requests()).hasSize(3);
		}
	}

	private static List<String> answers(RunningService replica, int runs) {
		Client ada = replica.client(ReplicaSettings.ADAS_KEY);
		return Stream.generate(() -> ada.ask(Map.of("task", "Hello.", "agent", "pair")).text("/answer"))
			.limit(runs)
			.toList();
	}

	private static String paused(RunningService replica) {
		return replica.metrics()
			.lines()
			.filter((line) -> line.startsWith("agent_models_paused{"))
			.map((line) -> line.substring(line.lastIndexOf(' ') + 1))
			.findFirst()
			.orElse("");
	}

}
