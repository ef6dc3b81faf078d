package dev.agentservice.run.execution;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.LoopEnd.Phases;
import dev.agentservice.agent.LoopEnd.TokenUsage;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.AgentDefinition.AfterCut;
import dev.agentservice.agent.definition.AgentDefinition.Limits;
import dev.agentservice.agent.definition.AgentDefinition.Models;
import dev.agentservice.agent.definition.LatencyTargets;
import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.guard.GuardMode;
import dev.agentservice.guard.GuardPolicy;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.run.order.OnDisconnect;
import dev.agentservice.run.order.RunMode;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.outcome.RunAnswer;
import dev.agentservice.run.outcome.RunOutcome;
import dev.agentservice.run.outcome.RunOutcome.Cancelled;
import dev.agentservice.run.outcome.RunOutcome.Failed;
import dev.agentservice.run.outcome.RunOutcome.Succeeded;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.state.ReleaseProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunMetricsTests {

	private static final ModelId MODEL = new ModelId("openai", "m");

	private static final AgentDefinition AGENT = new AgentDefinition("helper", "",
			new Models(MODEL, MODEL, List.of(), AfterCut.RESTART, null), List.of(), Map.of(),
			new Limits(BigDecimal.ONE, 8, Duration.ofSeconds(60)),
			new LatencyTargets(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(3),
					Duration.ofSeconds(10)),
			new GuardPolicy(GuardMode.OFF, GuardMode.OFF, GuardMode.OFF, GuardMode.OFF, GuardPolicy.SideEffects.ALLOW,
					Map.of()),
			"You help.", "0123456789abcdef", "");

	private static final RunOrder ORDER = new RunOrder(new Caller("acme", "ada", new UserTag("0a"), "key", Set.of()),
			"helper", "0123456789abcdef", new RunOrder.Input("Hi", List.of(), null, false, false),
			new RunOrder.Terms(null, null, false), new RunOrder.Delivery(RunMode.SYNC, OnDisconnect.CANCEL, false),
			Instant.EPOCH, Map.of(), ResolvedFlags.NONE);

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final RunMetrics metrics = new RunMetrics(this.meters,
			new RunCounters(this.meters, new ReleaseProperties("dev", "stable")),
			new RunCosts(new PrometheusRegistry(), Map.of()));

	@Test
	void eachPhaseOfAnAnsweredRunMeetsItsTargetOrMissesIt() {
		answered(Duration.ofSeconds(2), Duration.ofMillis(1001), Duration.ofMillis(2999), Duration.ofSeconds(6));
		assertThat(count("planning", "met")).isOne();
		assertThat(count("tool_execution", "missed")).isOne();
		assertThat(count("response_generation", "met")).isOne();
		assertThat(count("total", "met")).isOne();
		assertThat(total()).isEqualTo(4);
	}

	@Test
	void aPhaseThatDidNotOccurIsNotCounted() {
		answered(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(4), Duration.ofSeconds(11));
		assertThat(count("response_generation", "missed")).isOne();
		assertThat(count("total", "missed")).isOne();
		assertThat(total()).isEqualTo(2);
	}

	@Test
	void aRunThatRanOutOfTimeMissedItsTotal() {
		ended(new Failed(new ProblemException(ProblemCode.DEADLINE_EXCEEDED, "too late")), null);
		assertThat(count("total", "missed")).isOne();
		assertThat(total()).isOne();
	}

	@Test
	void otherRunsWithoutAnAnswerSayNothingAboutTargets() {
		ended(new Failed(new ProblemException(ProblemCode.MODELS_UNAVAILABLE, "down")), null);
		ended(new Cancelled("requested"), null);
		assertThat(total()).isZero();
	}

	@Test
	void aRunIsTimedFromTenMillisecondsToFiveMinutes() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		new RunMetrics(prometheus, new RunCounters(prometheus, new ReleaseProperties("dev", "stable")),
				new RunCosts(prometheus.getPrometheusRegistry(), Map.of()))
			.start(AGENT, RunMode.SYNC)
			.failed();
		List<Double> bounds = Pattern.compile("agent_runs_seconds_bucket\\{.*le=\"([0-9.]+)\"")
			.matcher(prometheus.scrape())
			.results()
			.map((bucket) -> Double.valueOf(bucket.group(1)))
			.toList();
		assertThat(bounds).first().satisfies((first) -> assertThat(first).isBetween(0.01, 0.012));
		assertThat(bounds).last().isEqualTo(300.0);
		assertThat(bounds).hasSizeLessThanOrEqualTo(70);
	}

	private void answered(Duration planning, Duration tools, Duration response, Duration whole) {
		Answered result = new Answered("Hello.", "openai/m", new TokenUsage(1, 0, 1, 1),
				new Phases(planning, tools, response, whole), List.of(), List.of(), List.of(), false);
		ended(new Succeeded(RunAnswer.of("run_1", ORDER, result)), result);
	}

	private void ended(RunOutcome outcome, @Nullable Answered result) {
		try (RunMetrics.Running running = this.metrics.start(AGENT, RunMode.SYNC)) {
			running.ended(outcome, result, 1);
		}
	}

	private double count(String phase, String result) {
		return this.meters.get("agent.latency.targets")
			.tags("agent", "helper", "phase", phase, "result", result)
			.counter()
			.count();
	}

	private double total() {
		return this.meters.find("agent.latency.targets").counters().stream().mapToDouble(Counter::count).sum();
	}

}
