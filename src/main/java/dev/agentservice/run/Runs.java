package dev.agentservice.run;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.agentservice.agent.AgentCatalog;
import dev.agentservice.agent.AgentDefinition;
import dev.agentservice.agent.AgentRunner;
import dev.agentservice.agent.Cancellation;
import dev.agentservice.agent.RunCancelledException;
import dev.agentservice.agent.RunEvent;
import dev.agentservice.agent.RunEvent.RunCancelled;
import dev.agentservice.agent.RunEvent.RunCompleted;
import dev.agentservice.agent.RunEvent.RunFailed;
import dev.agentservice.agent.RunEvent.RunStarted;
import dev.agentservice.agent.RunResult;
import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.RateLimits;
import dev.agentservice.session.OpenSession;
import dev.agentservice.session.Sessions;
import dev.agentservice.session.Turn;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import dev.agentservice.support.Ulid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/**
 * The one way through the house: admit, load the session, run the loop, save, tell.
 * Everything happens on the calling thread.
 */
@Component
public final class Runs {

	private static final Logger log = LoggerFactory.getLogger(Runs.class);

	private final AgentCatalog agents;

	private final Admission admission;

	private final AgentRunner runner;

	private final Sessions sessions;

	private final RateLimits rateLimits;

	private final RunMetrics metrics;

	private final Clock clock = Clock.systemUTC();

	Runs(AgentCatalog agents, Admission admission, AgentRunner runner, Sessions sessions, RateLimits rateLimits,
			RunMetrics metrics) {
		this.agents = agents;
		this.admission = admission;
		this.runner = runner;
		this.sessions = sessions;
		this.rateLimits = rateLimits;
		this.metrics = metrics;
	}

	/**
	 * Runs a task to its end.
	 * @param caller who asks
	 * @param command what for
	 * @param events hears everything that happens, the end included, on this thread
	 * @return how it ended
	 * @throws ProblemException if it was not admitted: then there is no run and no event
	 */
	public FinishedRun execute(Caller caller, RunCommand command, Consumer<RunEvent> events) {
		AgentDefinition agent = this.agents.find(command.agent()).orElseThrow(() -> unknownAgent(command.agent()));
		String runId = "run_" + Ulid.next(this.clock);
		try (MDC.MDCCloseable _ = MDC.putCloseable("run_id", runId);
				RunMetrics.Running running = this.metrics.start(agent, command)) {
			AdmittedRun run = admit(runId, caller, command, agent, running);
			RunEvent.Terminal end = execute(run, events);
			running.ended(end, run.bill().costNano());
			events.accept(end);
			return new FinishedRun(runId, end, run.rateLimits());
		}
	}

	private AdmittedRun admit(String runId, Caller caller, RunCommand command, AgentDefinition agent,
			RunMetrics.Running running) {
		try {
			return this.admission.admit(runId, caller, command, agent);
		}
		catch (ProblemException ex) {
			running.refused(ex);
			throw ex;
		}
	}

	private RunEvent.Terminal execute(AdmittedRun run, Consumer<RunEvent> events) {
		Cancellation cancellation = new Cancellation();
		run.session().onLost(() -> cancellation.cancel(Cancellation.Reason.TURN_LOST));
		cancellation.begin();
		try (OpenSession session = run.session()) {
			events.accept(new RunStarted(run.id(), run.agent().name(), run.agent().revision()));
			RunResult result = this.runner.run(run.toRequest(), cancellation, events);
			cancellation.end();
			settleAndSave(run, session, result);
			return new RunCompleted(result);
		}
		catch (RunCancelledException ex) {
			return new RunCancelled(ex.reason());
		}
		catch (ProblemException ex) {
			return failed(ex);
		}
		catch (RuntimeException ex) {
			return failed(new ProblemException(ProblemCode.INTERNAL_ERROR, ProblemCode.INTERNAL_ERROR_DETAIL, ex));
		}
		finally {
			cancellation.end();
			run.bill().close();
			// Never fails, and nobody waits for it.
			var _ = this.rateLimits.charge(run.caller().tag(), run.bill().promptTokens());
		}
	}

	private void settleAndSave(AdmittedRun run, OpenSession session, RunResult result) {
		var settled = Parallel.run(run.bill()::close);
		try {
			this.sessions.append(session, new Turn(run.id(), this.clock.instant(), result.messages()));
		}
		finally {
			Parallel.await(settled);
		}
	}

	private static RunFailed failed(ProblemException problem) {
		if (problem.code().status().is5xxServerError()) {
			Level level = (problem.code() == ProblemCode.INTERNAL_ERROR) ? Level.ERROR : Level.WARN;
			log.atLevel(level).addKeyValue("code", problem.code().code()).setCause(problem).log("Run failed");
		}
		return new RunFailed(problem);
	}

	private static ProblemException unknownAgent(String name) {
		return new ProblemException(ProblemCode.INVALID_REQUEST,
				"There is no agent of this name. GET /agents lists them.")
			.with("errors", List.of(Map.of("field", "agent", "reason", "unknown agent '" + name + "'")));
	}

}
