package dev.agentservice.run.worker;

import java.time.Clock;
import java.time.Duration;

import dev.agentservice.identity.Credentials;
import dev.agentservice.identity.Scope;
import dev.agentservice.run.admission.Assignment;
import dev.agentservice.run.admission.AssignmentFactory;
import dev.agentservice.run.event.EventLogs;
import dev.agentservice.run.execution.ExecutionEnd;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.outcome.RunOutcome;
import dev.agentservice.run.owner.RunRegistry;
import dev.agentservice.run.owner.WaitingRuns;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.waiting.RequeueReply;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Prepares claimed runs. One that may not begin ends; one for which something is
 * unavailable waits again.
 */
@Component
class QueuedAssignments {

	private static final Duration RETRY_LATER = Duration.ofSeconds(15);

	private final AssignmentFactory assignments;

	private final Credentials credentials;

	private final RunRegistry registry;

	private final WaitingRuns waiting;

	private final EventLogs logs;

	private final Clock clock = Clock.systemUTC();

	QueuedAssignments(AssignmentFactory assignments, Credentials credentials, RunRegistry registry, WaitingRuns waiting,
			EventLogs logs) {
		this.assignments = assignments;
		this.credentials = credentials;
		this.registry = registry;
		this.waiting = waiting;
		this.logs = logs;
	}

	Prepared of(OwnedRun run) {
		try {
			if (!this.credentials.stillAllows(run.order().caller(), Scope.AGENT, this.clock.instant())) {
				throw new ProblemException(ProblemCode.FORBIDDEN,
						"The credential of this run may not start runs any more.");
			}
			return new Ready(this.assignments.of(run));
		}
		catch (ProblemException ex) {
			return new NotReady((ex.code().status() == HttpStatus.SERVICE_UNAVAILABLE) ? giveBack(run) : end(run, ex));
		}
	}

	private ExecutionEnd giveBack(OwnedRun run) {
		RequeueReply reply = this.waiting.giveBack(run, "handover", this.logs.none().arguments());
		return (reply.outcome() == RequeueReply.Outcome.QUEUED)
				? new ExecutionEnd.GivenBack(run.id(), reply.pause(RETRY_LATER))
				: new ExecutionEnd.Ended(new RunOutcome.Failed(Ending.lostProblem(run.id())), false);
	}

	private ExecutionEnd end(OwnedRun run, ProblemException problem) {
		Ending ending = Ending.failed(problem.with("run_id", run.id()));
		FinishOutcome outcome = this.registry.finish(run, null, ending, !run.finished().isEmpty(),
				this.logs.none().arguments());
		return new ExecutionEnd.Ended(new RunOutcome.Failed(problem),
				outcome.ended() || outcome == FinishOutcome.ERASED);
	}

	/** What became of a claimed run. */
	sealed interface Prepared {

	}

	/** It may begin. */
	record Ready(Assignment assignment) implements Prepared {

	}

	/** It may not. */
	record NotReady(ExecutionEnd end) implements Prepared {

	}

}
