package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.agentservice.simulator.script.SimulatedProvider;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Promised;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An agent's two models, on two providers, both of which fail. A circuit that has opened
 * stays open for longer than any test, so whatever is asked again here is a last resort.
 */
@BesideOthers
@Tag("slow")
class LastResortTests {

	private static final String FILE = """
			---
			name: %s
			models: {simple: anthropic/%s, fallback: [openai/%s]}
			limits: {cost_per_task_usd: 0.50, timeout: 60s}
			---
			Be brief.
			""";

	private static final int CLIENTS = 100;

	private static final int RUNS_EACH = 5;

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest()
		.agent("flapping", FILE.formatted("flapping", "claude-haiku-4-5", "gpt-5.4-mini"))
		.agent("outage", FILE.formatted("outage", "claude-sonnet-4-5", "gpt-5.4"))
		.agent("one-of-two", FILE.formatted("one-of-two", "claude-opus-4-5", "gpt-5.4-nano"))
		.with("agent-service.llm.resilience.backoff", "10ms")
		.with("agent-service.llm.resilience.breaker.open", "10m")
		.with("agent-service.run.in-flight.user-percent", 100)
		.with("agent-service.run.in-flight.tenant-percent", 100)
		.with("agent-service.rate-limits.user-requests.capacity", 1_000_000)
		.with("agent-service.rate-limits.key-requests.capacity", 1_000_000)
		.with("agent-service.rate-limits.user-tokens.capacity", 1_000_000_000)
		.with("agent-service.rate-limits.user-bytes.capacity", 1_000_000_000)
		.with("agent-service.rate-limits.key-bytes.capacity", 1_000_000_000)
		.with("agent-service.budget.user-daily-usd", 1000)
		.with("agent-service.storage.user-limit", "1TB");

	/**
	 * Thirty of these runs are answered by a last resort, of which ten are allowed in a
	 * second.
	 */
	@Test
	void ofTwoProvidersThatFlapOutOfPhaseOneAlwaysAnswers() {
		RunningService quick = service.another(Map.of("agent-service.llm.resilience.last-resort.per-second", "1000"));
		List<Integer> statuses = new ArrayList<>();
		for (int phase = 0; phase < 4; phase++) {
			down((phase % 2 == 0) ? service.anthropic() : service.openai());
			up((phase % 2 == 0) ? service.openai() : service.anthropic());
			IntStream.range(0, 10).forEach((_) -> statuses.add(ask(quick, "flapping")));
		}
		assertThat(statuses).hasSize(40).containsOnly(200);
	}

	@Test
	void anOutageOfBothIsNotMultipliedAndIsOverAsSoonAsOneIsBack() throws Exception {
		down(service.anthropic());
		down(service.openai());
		assertThat(everybodyAsks("outage")).as("nobody can answer").containsOnly(503);
		assertThat(calls()).as("calls for %d runs", CLIENTS * RUNS_EACH)
			.isLessThanOrEqualTo((int) (1.3 * CLIENTS * RUNS_EACH));
		down(service.anthropic());
		down(service.openai());
		assertThat(everybodyAsks("outage")).as("still nobody can answer").containsOnly(503);
		assertThat(calls()).as("one each at most, however slow they are").isLessThanOrEqualTo(CLIENTS * RUNS_EACH);
		Promised.within(Duration.ofSeconds(1), LastResortTests::recovery);
	}

	/** How soon there is an answer once one of the two is back. */
	private static Duration recovery() {
		down(service.openai());
		assertThat(IntStream.range(0, 40).map((_) -> ask("outage"))).containsOnly(503);
		up(service.openai());
		Duration took = Promised.time(
				() -> await("one of the two is back").atMost(Duration.ofSeconds(30)).until(() -> ask("outage") == 200));
		await("and its circuit closes").atMost(Duration.ofSeconds(30))
			.until(() -> IntStream.range(0, 5).allMatch((_) -> ask("outage") == 200));
		return took;
	}

	@Test
	void anOutageOfOneCostsHardlyMoreThanACallForEachRun() throws Exception {
		down(service.anthropic());
		up(service.openai());
		assertThat(IntStream.range(0, 20).map((_) -> ask("one-of-two"))).as("until it is spared").containsOnly(200);
		down(service.anthropic());
		up(service.openai());
		assertThat(everybodyAsks("one-of-two")).containsOnly(200);
		assertThat(calls()).isLessThanOrEqualTo((int) (1.1 * CLIENTS * RUNS_EACH));
	}

	private static List<Integer> everybodyAsks(String agent) throws Exception {
		List<Integer> statuses = new ArrayList<>();
		try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
			Callable<List<Integer>> client = () -> IntStream.range(0, RUNS_EACH).mapToObj((_) -> ask(agent)).toList();
			for (Future<List<Integer>> asked : clients
				.invokeAll(IntStream.range(0, CLIENTS).mapToObj((_) -> client).toList())) {
				statuses.addAll(asked.get());
			}
		}
		return statuses;
	}

	private static int ask(String agent) {
		return ask(service, agent);
	}

	private static int ask(ServicePorts asked, String agent) {
		return asked.ada().ask(Map.of("task", "Hello.", "agent", agent)).status();
	}

	private static int calls() {
		return service.anthropic().requests().size() + service.openai().requests().size();
	}

	private static void down(SimulatedProvider provider) {
		provider.clear();
		provider.always(status(503));
	}

	private static void up(SimulatedProvider provider) {
		provider.clear();
		provider.always(answer("Here."));
	}

}
