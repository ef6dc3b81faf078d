package dev.agentservice.run;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.agent.catalog.AgentCatalog;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.run.admission.Admission;
import dev.agentservice.run.admission.Admitted;
import dev.agentservice.run.admission.Admitted.AdmittedRun;
import dev.agentservice.run.admission.Admitted.QueuedRun;
import dev.agentservice.run.admission.Admitted.RepeatedRun;
import dev.agentservice.run.admission.Assignment;
import dev.agentservice.run.admission.Entry;
import dev.agentservice.run.admission.Parallel;
import dev.agentservice.run.event.RunEvents;
import dev.agentservice.run.execution.ExecutionEnd;
import dev.agentservice.run.execution.RunLauncher;
import dev.agentservice.run.execution.RunMetrics;
import dev.agentservice.run.order.OnDisconnect;
import dev.agentservice.run.order.RunCommand;
import dev.agentservice.run.order.RunMode;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.outcome.RunOutcome;
import dev.agentservice.run.owner.WaitingRuns;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunRecords;
import dev.agentservice.run.record.RunState;
import dev.agentservice.run.slot.InFlightRuns;
import dev.agentservice.run.slot.InFlightSlot;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.platform.PlatformProperties;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
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

	private final WaitingRuns waiting;

	private final RunLauncher launcher;

	private final RunRecords records;

	private final RunMetrics metrics;

	private final PlatformProperties platform;

	private final Clock clock = Clock.systemUTC();

	Runs(AgentCatalog agents, InFlightRuns inFlight, Admission admission, WaitingRuns waiting, RunLauncher launcher,
			RunRecords records, RunMetrics metrics, PlatformProperties platform) {
		this.agents = agents;
		this.inFlight = inFlight;
		this.admission = admission;
		this.waiting = waiting;
		this.launcher = launcher;
		this.records = records;
		this.metrics = metrics;
		this.platform = platform;
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
		demandPossible(command);
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
				case QueuedRun _ -> throw new IllegalStateException("A run whose client waits begins here");
			};
		}
		catch (RuntimeException ex) {
			slot.close();
			throw ex;
		}
	}

	/**
	 * The request that has started a run is over. Where there are only requests this
	 * waits until the run is, too: its end is stored, charged and noted, and its slot is
	 * free.
	 */
	public void left(StartedRun run) {
		if (this.platform.onlyRequests()) {
			run.await();
		}
	}

	/**
	 * Accepts a run that a worker executes, or finds the one that the same request has
	 * made before. Returns once the run is recorded, so that nothing can lose it.
	 * @param caller the caller
	 * @param command the request
	 * @param entry what was found out before the request was read
	 * @return the run as it is now
	 * @throws ProblemException if it was not accepted: then there is no run
	 */
	public AcceptedRun accept(Caller caller, RunCommand command, Entry entry) {
		demandPossible(command);
		AgentDefinition agent = this.agents.find(command.agent()).orElseThrow(() -> unknownAgent(command.agent()));
		try (InFlightSlot slot = this.inFlight.take(caller)) {
			RunMetrics.Running running = this.metrics.start(agent, command.mode());
			Admitted admitted = admit(new Admission.Request(runId(), caller, command, agent, entry, slot), running);
			return switch (admitted) {
				case QueuedRun(WaitingRuns.Waiting run, RateDecision rateLimits) -> {
					var record = Parallel.ask(() -> this.records.find(caller.tag(), run.runId()));
					offer(run, running);
					yield new AcceptedRun(Parallel.join(record), rateLimits);
				}
				case RepeatedRun(String runId, RateDecision rateLimits) ->
					new AcceptedRun(this.records.find(caller.tag(), runId), rateLimits);
				case AdmittedRun _ -> throw new IllegalStateException("A run that waits begins nowhere");
			};
		}
	}

	private void offer(WaitingRuns.Waiting run, RunMetrics.Running running) {
		try {
			this.waiting.offer(run);
		}
		catch (ProblemException ex) {
			running.refused(ex);
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
		CompletableFuture<RunOutcome> outcome = this.launcher.launch(run, slot, running).thenApply((end) -> {
			offer(run.owned(), end);
			return end.outcome();
		});
		return new StartedRun(run.id(), run.owned().first() - 1, rateLimits, outcome);
	}

	/**
	 * A run that continues without its client was given back: it is queued from now on.
	 */
	private void offer(OwnedRun run, ExecutionEnd end) {
		try {
			if (end instanceof ExecutionEnd.GivenBack) {
				this.waiting.offer(run);
			}
		}
		catch (StoreUnavailableException ex) {
			logger.atWarn()
				.addKeyValue("run_id", run.id())
				.setCause(ex)
				.log("A run that was given back is queued later");
		}
	}

	private StartedRun repeated(Caller caller, RepeatedRun repeated) {
		RunRecord run = this.records.find(caller.tag(), repeated.runId());
		if (!(run.state() instanceof RunState.Ended ended)) {
			throw new IllegalStateException("A run that was over is not over any more");
		}
		return new StartedRun(run.id(), RunEvents.BEGINNING, repeated.rateLimits(),
				CompletableFuture.completedFuture(Ending.outcome(ended)));
	}

	/**
	 * Where there are only requests nobody would go on with a run whose request is over.
	 */
	private void demandPossible(RunCommand command) {
		if (this.platform.onlyRequests()
				&& (command.mode() == RunMode.ASYNC || command.onDisconnect() == OnDisconnect.DETACH)) {
			throw new ProblemException(ProblemCode.NOT_SUPPORTED_HERE,
					"Runs end with their requests here. Leave out Prefer: respond-async and on_disconnect: detach, and"
							+ " wait for the answer or its stream.");
		}
	}

	private static ProblemException unknownAgent(String name) {
		return new ProblemException(ProblemCode.INVALID_REQUEST,
				"There is no agent of this name. GET /agents lists them.")
			.with("errors", List.of(Map.of("field", "agent", "reason", "unknown agent '" + name + "'")));
	}

}
