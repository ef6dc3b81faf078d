package dev.agentservice.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.agentservice.agent.AgentDefinition;
import dev.agentservice.agent.Phases;
import dev.agentservice.agent.RunEvent;
import dev.agentservice.agent.RunEvent.AnswerDelta;
import dev.agentservice.agent.RunResult;
import dev.agentservice.budget.NanoUsd;
import dev.agentservice.run.RunOutcome.Cancelled;
import dev.agentservice.run.RunOutcome.Failed;
import dev.agentservice.run.RunOutcome.Succeeded;
import dev.agentservice.support.ProblemException;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Counts and times runs: {@code agent.runs}, {@code agent.phase},
 * {@code agent.first_token}, {@code agent.run.cost} and {@code agent.inflight}.
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

		/** It was not admitted. */
		void refused(ProblemException problem) {
			this.outcome = outcome(problem);
			close();
		}

		/** It could not be admitted, for a reason nobody foresaw. */
		void failed() {
			close();
		}

		/** It is no run: another one has answered already. */
		void repeated() {
			RunMetrics.this.inFlight.decrementAndGet();
		}

		/** Takes the time to the first piece of the answer. */
		Consumer<RunEvent> timing(Consumer<RunEvent> events) {
			AtomicBoolean first = new AtomicBoolean(true);
			return (event) -> {
				events.accept(event);
				if (event instanceof AnswerDelta && first.getAndSet(false)) {
					this.sample.stop(Timer.builder("agent.first_token")
						.description("From the request to the first piece of the answer")
						.tags("agent", this.agent)
						.publishPercentileHistogram()
						.register(RunMetrics.this.registry));
				}
			};
		}

		void ended(RunOutcome outcome, @Nullable RunResult result, long costNano) {
			recordCost(costNano);
			if (outcome instanceof Succeeded && result != null) {
				record(result.phases());
			}
			this.outcome = switch (outcome) {
				case Succeeded _ -> "succeeded";
				case Failed failed -> outcome(failed.problem());
				case Cancelled _ -> "cancelled";
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
