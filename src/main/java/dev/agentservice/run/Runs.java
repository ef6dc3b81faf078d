package dev.agentservice.run;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.agentservice.agent.catalog.AgentCatalog;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.run.admission.Admission;
import dev.agentservice.run.admission.Admitted;
import dev.agentservice.run.admission.Admitted.AdmittedRun;
import dev.agentservice.run.admission.Admitted.RepeatedRun;
import dev.agentservice.run.admission.Assignment;
import dev.agentservice.run.admission.AssignmentFactory;
import dev.agentservice.run.admission.Entry;
import dev.agentservice.run.event.RunEvents;
import dev.agentservice.run.execution.RunExecution;
import dev.agentservice.run.execution.RunMetrics;
import dev.agentservice.run.order.RunCommand;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.outcome.RunOutcome;
import dev.agentservice.run.owner.RunRegistry;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunRecords;
import dev.agentservice.run.record.RunState;
import dev.agentservice.run.slot.InFlightRuns;
import dev.agentservice.run.slot.InFlightSlot;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.micrometer.context.ContextSnapshotFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.stereotype.Component;

/**
 * The only entry for runs: admit, load the session, run the loop, store, answer. A run is
 * admitted on the calling thread and executed on its own virtual thread, so that it can
 * outlive its client's request.
 */
@Component
public class Runs {

	private static final Logger logger = LoggerFactory.getLogger(Runs.class);

	private final AgentCatalog agents;

	private final InFlightRuns inFlight;

	private final Admission admission;

	private final AssignmentFactory assignments;

	private final RunRegistry registry;

	private final RunExecution execution;

	private final RunRecords records;

	private final RunMetrics metrics;

	private final ContextSnapshotFactory context = ContextSnapshotFactory.builder().build();

	private final Clock clock = Clock.systemUTC();

	Runs(AgentCatalog agents, InFlightRuns inFlight, Admission admission, AssignmentFactory assignments,
			RunRegistry registry, RunExecution execution, RunRecords records, RunMetrics metrics) {
		this.agents = agents;
		this.inFlight = inFlight;
		this.admission = admission;
		this.assignments = assignments;
		this.registry = registry;
		this.execution = execution;
		this.records = records;
		this.metrics = metrics;
	}

	/**
	 * Starts a run, or finds the one that the same request started before.
	 * @param caller the caller
	 * @param command the request
	 * @param entry what was found out before the request was read
	 * @return the run, in flight or ended
	 * @throws ProblemException if it was not admitted: then there is no run and no event;
	 * with {@code overloaded} or, for the caller's share, {@code rate_limited} nothing
	 * else was checked
	 */
	public StartedRun start(Caller caller, RunCommand command, Entry entry) {
		AgentDefinition agent = this.agents.find(command.agent()).orElseThrow(() -> unknownAgent(command.agent()));
		InFlightSlot slot = this.inFlight.take(caller);
		try {
			RunMetrics.Running running = this.metrics.start(agent, command.mode());
			return switch (admit(new Admission.Request(runId(), caller, command, agent, entry, slot), running)) {
				case AdmittedRun admitted -> launch(admitted.assignment(), admitted.rateLimits(), slot, running);
				case RepeatedRun repeated -> {
					slot.close();
					yield repeated(caller, repeated);
				}
			};
		}
		catch (RuntimeException ex) {
			slot.close();
			throw ex;
		}
	}

	/**
	 * Continues a run that was claimed. If this fails, the claim is withdrawn.
	 * @return the run, in flight
	 * @throws ProblemException {@code overloaded}, {@code internal_error} if this release
	 * cannot use its agent, or {@code input_rejected}
	 */
	public StartedRun resume(OwnedRun run) {
		try {
			InFlightSlot slot = this.inFlight.take(run.order().caller());
			try {
				Assignment assignment = this.assignments.of(run);
				return launch(assignment, new RateDecision.Allowed(List.of()), slot,
						this.metrics.start(assignment.agent(), run.order().delivery().mode()));
			}
			catch (RuntimeException ex) {
				slot.close();
				throw ex;
			}
		}
		catch (RuntimeException ex) {
			this.registry.withdraw(run);
			throw ex;
		}
	}

	private String runId() {
		return "run_" + Ulid.next(this.clock);
	}

	private Admitted admit(Admission.Request request, RunMetrics.Running running) {
		request.slot().cancellation().begin();
		try (MDC.MDCCloseable _ = MDC.putCloseable("run_id", request.runId())) {
			return this.admission.admit(request);
		}
		catch (CancellationException ex) {
			running.failed();
			throw (request.slot().cancellation().end() != null) ? this.inFlight.stopping() : ex;
		}
		catch (ProblemException ex) {
			running.refused(ex);
			throw ex;
		}
		catch (RuntimeException ex) {
			running.failed();
			throw ex;
		}
		finally {
			request.slot().cancellation().end();
		}
	}

	private StartedRun launch(Assignment run, RateDecision rateLimits, InFlightSlot slot, RunMetrics.Running running) {
		CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();
		Supplier<RunOutcome> execution = this.execution.begin(run, slot.cancellation(), running);
		Runnable work = this.context.captureAll().wrap(() -> execute(run.id(), slot, execution, outcome));
		Thread.ofVirtual().name("run").start(work);
		return new StartedRun(run.id(), run.owned().first() - 1, rateLimits, outcome);
	}

	/**
	 * The slot is released before the client gets its answer, so that its next request
	 * finds a free one.
	 */
	private static void execute(String runId, InFlightSlot slot, Supplier<RunOutcome> execution,
			CompletableFuture<RunOutcome> outcome) {
		RunOutcome end = null;
		try (slot; MDC.MDCCloseable _ = MDC.putCloseable("run_id", runId)) {
			end = execution.get();
		}
		catch (RuntimeException ex) {
			logger.atError().setCause(ex).log("A run could not be ended; it ends with its lease");
		}
		finally {
			// A waiting client must get an end in every case.
			outcome.complete((end != null) ? end : unknownEnd());
		}
	}

	private static RunOutcome unknownEnd() {
		return new RunOutcome.Failed(
				new ProblemException(ProblemCode.INTERNAL_ERROR, ProblemCode.INTERNAL_ERROR_DETAIL));
	}

	private StartedRun repeated(Caller caller, RepeatedRun repeated) {
		RunRecord run = this.records.find(caller.tag(), repeated.runId());
		if (!(run.state() instanceof RunState.Ended ended)) {
			throw new IllegalStateException("A run that was over is not over any more");
		}
		return new StartedRun(run.id(), RunEvents.BEGINNING, repeated.rateLimits(),
				CompletableFuture.completedFuture(Ending.outcome(ended)));
	}

	private static ProblemException unknownAgent(String name) {
		return new ProblemException(ProblemCode.INVALID_REQUEST,
				"There is no agent of this name. GET /agents lists them.")
			.with("errors", List.of(Map.of("field", "agent", "reason", "unknown agent '" + name + "'")));
	}

}
