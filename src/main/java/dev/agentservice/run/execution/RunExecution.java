package dev.agentservice.run.execution;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.agentservice.agent.AgentRunner;
import dev.agentservice.agent.AnswerTelling;
import dev.agentservice.agent.Cancellation;
import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.LoopEnd.HandedOver;
import dev.agentservice.agent.RunCancelledException;
import dev.agentservice.agent.RunEvent;
import dev.agentservice.agent.RunEvent.AnswerReset;
import dev.agentservice.agent.RunEvent.RunResumed;
import dev.agentservice.agent.RunEvent.RunStarted;
import dev.agentservice.agent.RunRequest;
import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.flag.definition.FlagContext;
import dev.agentservice.ratelimit.RateLimits;
import dev.agentservice.run.admission.Assignment;
import dev.agentservice.run.admission.KillSwitch;
import dev.agentservice.run.interaction.Interactions;
import dev.agentservice.run.order.RunMode;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.outcome.RunAnswer;
import dev.agentservice.run.outcome.RunOutcome.Cancelled;
import dev.agentservice.run.outcome.RunOutcome.Failed;
import dev.agentservice.run.outcome.RunOutcome.Succeeded;
import dev.agentservice.run.owner.Lease;
import dev.agentservice.run.owner.Leases;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.stereotype.Component;

/**
 * Executes an admitted run until it has ended. Everything happens on the run's own
 * thread.
 */
@Component
class RunExecution {

	private static final Logger logger = LoggerFactory.getLogger(RunExecution.class);

	private final AgentRunner runner;

	private final Leases leases;

	private final EventRecorders recorders;

	private final StepJournals journals;

	private final RunEnd end;

	private final RateLimits rateLimits;

	private final KillSwitch killSwitch;

	private final Interactions interactions;

	RunExecution(AgentRunner runner, Leases leases, EventRecorders recorders, StepJournals journals, RunEnd end,
			RateLimits rateLimits, KillSwitch killSwitch, Interactions interactions) {
		this.runner = runner;
		this.leases = leases;
		this.recorders = recorders;
		this.journals = journals;
		this.end = end;
		this.rateLimits = rateLimits;
		this.killSwitch = killSwitch;
		this.interactions = interactions;
	}

	/**
	 * Starts to hold a run: from now on its lease is renewed, and its events can be read.
	 * @param cancellation stops it
	 * @return executes it, and returns its end once that is stored; to be called once, on
	 * the run's own thread
	 */
	Supplier<ExecutionEnd> begin(Assignment run, Cancellation cancellation, RunMetrics.Running running) {
		if (run.order().delivery().detached()) {
			cancellation.allowHandOver();
		}
		Lease lease = this.leases.hold(run.owned(), new Stops(cancellation));
		EventRecorder recorder = this.recorders.of(run.owned(), cancellation);
		return () -> run(run, running, cancellation, lease, recorder);
	}

	private ExecutionEnd run(Assignment run, RunMetrics.Running running, Cancellation cancellation, Lease lease,
			EventRecorder recorder) {
		try (running;
				lease;
				recorder;
				var _ = this.killSwitch.watch(FlagContext.of(run.order().caller(), run.agent().name()), cancellation)) {
			running.began(run);
			StepJournal journal = this.journals.of(run.owned(), lease, cancellation);
			return switch (work(run, journal, cancellation, running.timing(recorder))) {
				case Work.Done done -> {
					ExecutionEnd.Ended end = this.end.of(run, done, recorder, lease);
					journal.ended(end);
					running.ended(end.outcome(), done.result(), run.bill().costNano());
					write(run, end);
					yield new ExecutionEnd.Ended(journal.doubts().namedIn(end.outcome()), end.stored());
				}
				case Work.Unfinished unfinished -> {
					ExecutionEnd end = this.end.giveBack(run, unfinished, recorder, lease);
					journal.ended(end);
					running.interrupted(run.bill().costNano());
					if (end instanceof ExecutionEnd.Ended ended) {
						write(run, ended);
					}
					yield end;
				}
			};
		}
		finally {
			run.bill().close();
			// Never fails, and needs no wait.
			var _ = this.rateLimits.charge(run.owned().user(), run.bill().promptTokens());
		}
	}

	/**
	 * An end that is not stored is not the run's: its next owner or the reaper ends it.
	 */
	private void write(Assignment run, ExecutionEnd.Ended end) {
		if (end.stored()) {
			this.interactions.write(run.owned(), end.outcome(), run.bill().costNano());
		}
	}

	private Work work(Assignment run, StepJournal journal, Cancellation cancellation, Consumer<RunEvent> events) {
		cancellation.begin();
		try {
			begun(run, events);
			return switch (this.runner.run(request(run, journal), cancellation, events)) {
				case Answered result ->
					new Work.Done(new Succeeded(RunAnswer.of(run.id(), run.order(), result)), result);
				case HandedOver _ -> Work.Unfinished.HANDED_OVER;
			};
		}
		catch (RunCancelledException ex) {
			return stopped(run, ex.reason());
		}
		catch (ProblemException ex) {
			return refused(run, ex);
		}
		catch (RuntimeException ex) {
			return failed(run, new ProblemException(ProblemCode.INTERNAL_ERROR, ProblemCode.INTERNAL_ERROR_DETAIL, ex));
		}
		finally {
			cancellation.end();
		}
	}

	/** Readers of the run's events continue behind those of earlier owners. */
	private static void begun(Assignment run, Consumer<RunEvent> events) {
		String resumed = run.owned().resumption().resumed();
		if (resumed == null) {
			events.accept(new RunStarted(run.id(), run.order().agent(), run.order().revision()));
			return;
		}
		events.accept(new RunResumed(run.owned().attempt(), resumed));
		if (run.owned().resumption().answerBegun()) {
			events.accept(new AnswerReset(AnswerReset.Reason.RESUMED));
		}
	}

	private RunRequest request(Assignment run, StepJournal journal) {
		OwnedRun owned = run.owned();
		RunOrder.Input input = run.order().input();
		List<JournalEntry> finished = journal.earlier();
		return new RunRequest(run.id(), run.order().caller(), owned.session().epoch(), run.agent(),
				new RunRequest.Input(owned.session().turns(), input.history(), input.task(),
						owned.session().isCareful() || input.untrustedHistory()),
				new RunRequest.Terms(run.bill(), deadline(run, finished), run.order().terms().maxOutputTokens(),
						telling(run.order().delivery().mode()), owned.flags(), input.suspicious()),
				finished, journal);
	}

	/** All attempts of a run share its agent's timeout. */
	private static Deadline deadline(Assignment run, List<JournalEntry> finished) {
		Duration spent = finished.isEmpty() ? Duration.ZERO : finished.getLast().elapsed();
		return run.deadline().within(run.agent().limits().timeout().minus(spent));
	}

	private static AnswerTelling telling(RunMode mode) {
		return switch (mode) {
			case SYNC -> AnswerTelling.WHOLE;
			case STREAM, ASYNC -> AnswerTelling.REVOCABLE;
			case APPEND_ONLY -> AnswerTelling.APPEND_ONLY;
		};
	}

	/**
	 * A run that a shutdown stops may be resumed on another replica: nobody asked to
	 * cancel it.
	 */
	private static Work stopped(Assignment run, Cancellation.Reason reason) {
		return switch (reason) {
			case REQUESTED, CLIENT_LEFT -> new Work.Done(new Cancelled(reason.label()), null);
			case LEASE_LOST -> run.order().delivery().detached() ? Work.Unfinished.LOST
					: new Work.Done(new Cancelled(reason.label()), null);
			case ERASED -> failed(run, Ending.erasedProblem());
			case AGENT_DISABLED -> failed(run, KillSwitch.problem());
			case SHUTDOWN -> run.order().delivery().detached() ? Work.Unfinished.HANDED_OVER
					: failed(run, Ending.lostProblem(run.id()));
		};
	}

	/** A daily budget is full again at its reset, unlike that of the task. */
	private static Work refused(Assignment run, ProblemException problem) {
		Duration reset = problem.retryAfter();
		boolean waits = problem.code() == ProblemCode.BUDGET_EXCEEDED && run.order().delivery().detached()
				&& run.order().terms().waitForBudget();
		return (waits && reset != null) ? new Work.Unfinished("budget", reset) : failed(run, problem);
	}

	private static Work failed(Assignment run, ProblemException problem) {
		if (problem.code().isFailure()) {
			Level level = (problem.code() == ProblemCode.INTERNAL_ERROR) ? Level.ERROR : Level.WARN;
			logger.atLevel(level).addKeyValue("code", problem.code().code()).setCause(problem).log("Run failed");
		}
		return new Work.Done(new Failed(problem.with("run_id", run.id())), null);
	}

	/** Stops the run when its lease is lost, it is cancelled, or its user erased. */
	private record Stops(Cancellation cancellation) implements Lease.Listener {

		@Override
		public void lost() {
			this.cancellation.cancel(Cancellation.Reason.LEASE_LOST);
		}

		@Override
		public void cancelled() {
			this.cancellation.cancel(Cancellation.Reason.REQUESTED);
		}

		@Override
		public void erased() {
			this.cancellation.cancel(Cancellation.Reason.ERASED);
		}

	}

}
