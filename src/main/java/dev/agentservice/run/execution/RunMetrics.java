package dev.agentservice.run.execution;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.LoopEnd.Phases;
import dev.agentservice.agent.RunEvent;
import dev.agentservice.agent.RunEvent.AnswerDelta;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.LatencyTargets;
import dev.agentservice.run.admission.Assignment;
import dev.agentservice.run.order.RunMode;
import dev.agentservice.run.outcome.RunOutcome;
import dev.agentservice.run.outcome.RunOutcome.Cancelled;
import dev.agentservice.run.outcome.RunOutcome.Failed;
import dev.agentservice.run.outcome.RunOutcome.Succeeded;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Counts and times runs: {@code agent.runs}, {@code agent.phase},
 * {@code agent.first_token}, what they cost ({@link RunCosts}), and how often what occurs
 * ({@link RunCounters}): of answered runs each phase that occurred is compared with its
 * target, of those that ran out of time the total.
 */
@Component
public class RunMetrics {

	private static final List<String> REASONS = List.of("lost", "handover", "budget");

	/** Between these the buckets of {@code agent.runs} lie. */
	private static final Duration SHORTEST = Duration.ofMillis(10);

	private static final Duration LONGEST = Duration.ofMinutes(5);

	private final MeterRegistry registry;

	private final RunCounters counters;

	private final RunCosts costs;

	RunMetrics(MeterRegistry registry, RunCounters counters, RunCosts costs) {
		this.registry = registry;
		this.counters = counters;
		this.costs = costs;
		REASONS.forEach(this::resumptions);
	}

	public Running start(AgentDefinition agent, RunMode mode) {
		return new Running(agent, mode.label(), Timer.start(this.registry));
	}

	/**
	 * Counts a run that continues here, or may.
	 * @param reason why it has a new owner; null if this is its first
	 */
	public void resumed(@Nullable String reason) {
		if (reason != null) {
			resumptions(reason).increment();
		}
	}

	private Counter resumptions(String reason) {
		return Counter.builder("agent.runs.resumed")
			.description("Runs that continue at another owner")
			.tags("reason", reason)
			.register(this.registry);
	}

	/** A run between its admission and its end; for a repeated one it is never closed. */
	public final class Running implements AutoCloseable {

		private final String agent;

		private final LatencyTargets targets;

		private final String mode;

		private final Timer.Sample sample;

		private String outcome = "failed";

		private boolean interrupted;

		private Running(AgentDefinition agent, String mode, Timer.Sample sample) {
			this.agent = agent.name();
			this.targets = agent.targets();
			this.mode = mode;
			this.sample = sample;
		}

		/** It was not admitted. */
		public void refused(ProblemException problem) {
			this.outcome = outcome(problem);
			close();
		}

		/** It could not be admitted, for an unexpected reason. */
		public void failed() {
			close();
		}

		/** It was admitted, and begins. */
		void began(Assignment run) {
			RunMetrics.this.counters.started(run);
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

		void ended(RunOutcome outcome, @Nullable Answered result, long costNano) {
			recordCost(costNano);
			if (outcome instanceof Succeeded && result != null) {
				RunMetrics.this.counters.noticed(this.agent, result.notices());
				record(result.phases());
				compare(result.phases());
			}
			else if (outcome instanceof Failed failed && failed.problem().code() == ProblemCode.DEADLINE_EXCEEDED) {
				count("total", false);
			}
			this.outcome = switch (outcome) {
				case Succeeded _ -> "succeeded";
				case Failed failed -> outcome(failed.problem());
				case Cancelled _ -> "cancelled";
			};
		}

		/** Another owner continues it, so it has not ended. */
		void interrupted(long costNano) {
			recordCost(costNano);
			this.interrupted = true;
		}

		@Override
		public void close() {
			if (this.interrupted) {
				return;
			}
			this.sample.stop(Timer.builder("agent.runs")
				.tags("agent", this.agent, "mode", this.mode, "outcome", this.outcome)
				.publishPercentileHistogram()
				.minimumExpectedValue(SHORTEST)
				.maximumExpectedValue(LONGEST)
				.register(RunMetrics.this.registry));
		}

		/**
		 * Errors are the service's or a provider's fault; refusals by limits and guards
		 * are not.
		 */
		private static String outcome(ProblemException problem) {
			return problem.code().isFailure() ? "failed" : "rejected";
		}

		private void recordCost(long costNano) {
			RunMetrics.this.costs.record(this.agent, costNano);
		}

		private void record(Phases phases) {
			record("planning", phases.planning());
			record("tool_execution", phases.toolExecution());
			record("response_generation", phases.responseGeneration());
		}

		private void compare(Phases phases) {
			compare("planning", phases.planning(), this.targets.planning());
			compare("tool_execution", phases.toolExecution(), this.targets.tools());
			compare("response_generation", phases.responseGeneration(), this.targets.response());
			compare("total", phases.total(), this.targets.total());
		}

		private void compare(String phase, Duration duration, Duration target) {
			if (duration.isPositive()) {
				count(phase, duration.compareTo(target) <= 0);
			}
		}

		private void count(String phase, boolean met) {
			RunMetrics.this.counters.compared(this.agent, phase, met);
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
