package dev.agentservice.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.agent.AgentDefinition;
import dev.agentservice.agent.Phases;
import dev.agentservice.agent.RunEvent;
import dev.agentservice.agent.RunEvent.RunCancelled;
import dev.agentservice.agent.RunEvent.RunCompleted;
import dev.agentservice.agent.RunEvent.RunFailed;
import dev.agentservice.budget.NanoUsd;
import dev.agentservice.support.ProblemException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.stereotype.Component;

/**
 * Counts and times runs: {@code agent.runs}, {@code agent.phase}, {@code agent.run.cost}
 * and {@code agent.inflight}.
 */
@Component
class RunMetrics {

	private final MeterRegistry registry;

	private final AtomicInteger inFlight = new AtomicInteger();

	RunMetrics(MeterRegistry registry) {
		this.registry = registry;
		registry.gauge("agent.inflight", this.inFlight);
	}

	Running start(AgentDefinition agent, RunCommand command) {
		this.inFlight.incrementAndGet();
		return new Running(agent.name(), command.mode().label(), Timer.start(this.registry));
	}

	/** A run between its admission and its end. */
	final class Running implements AutoCloseable {

		private final String agent;

		private final String mode;

		private final Timer.Sample sample;

		private String outcome = "failed";

		private Running(String agent, String mode, Timer.Sample sample) {
			this.agent = agent;
			this.mode = mode;
			this.sample = sample;
		}

		void refused(ProblemException problem) {
			this.outcome = outcome(problem);
		}

		void ended(RunEvent.Terminal end, long costNano) {
			recordCost(costNano);
			this.outcome = switch (end) {
				case RunCompleted completed -> {
					record(completed.result().phases());
					yield "succeeded";
				}
				case RunFailed failed -> outcome(failed.problem());
				case RunCancelled cancelled -> "cancelled";
			};
		}

		@Override
		public void close() {
			RunMetrics.this.inFlight.decrementAndGet();
			this.sample.stop(Timer.builder("agent.runs")
				.tags("agent", this.agent, "mode", this.mode, "outcome", this.outcome)
				.publishPercentileHistogram()
				.register(RunMetrics.this.registry));
		}

		/**
		 * Errors are ours or a provider's fault; what limits and guards refuse is not.
		 */
		private static String outcome(ProblemException problem) {
			return problem.code().status().is5xxServerError() ? "failed" : "rejected";
		}

		private void recordCost(long costNano) {
			DistributionSummary.builder("agent.run.cost")
				.description("USD per run")
				.baseUnit("usd")
				.tags("agent", this.agent)
				.serviceLevelObjectives(0.001, 0.01, 0.05, 0.1, 0.5, 1, 5)
				.register(RunMetrics.this.registry)
				.record(NanoUsd.toUsd(costNano).doubleValue());
		}

		private void record(Phases phases) {
			record("planning", phases.planning());
			record("tool_execution", phases.toolExecution());
			record("response_generation", phases.responseGeneration());
		}

		private void record(String phase, Duration duration) {
			Timer.builder("agent.phase")
				.tags("agent", this.agent, "phase", phase)
				.publishPercentileHistogram()
				.register(RunMetrics.this.registry)
				.record(duration);
		}

	}

}
