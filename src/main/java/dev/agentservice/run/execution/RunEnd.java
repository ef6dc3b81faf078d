package dev.agentservice.run.execution;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.run.admission.Assignment;
import dev.agentservice.run.admission.Parallel;
import dev.agentservice.run.event.store.EventBlock;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.outcome.RunOutcome;
import dev.agentservice.run.outcome.RunOutcome.Cancelled;
import dev.agentservice.run.outcome.RunOutcome.Failed;
import dev.agentservice.run.outcome.RunOutcome.Succeeded;
import dev.agentservice.run.owner.Lease;
import dev.agentservice.run.owner.RunRegistry;
import dev.agentservice.run.owner.WaitingRuns;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.waiting.RequeueReply;
import dev.agentservice.run.told.ToldHistory;
import dev.agentservice.session.Turn;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.state.ReleaseProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Stores a run's end before any client learns of it. While the store is unavailable, an
 * answer is retried for as long as the lease is certainly valid; a failure is not.
 */
@Component
class RunEnd {

	private static final Duration PAUSE = Duration.ofMillis(100);

	private static final Work.Done CANCELLED = new Work.Done(new Cancelled("requested"), null);

	private final RunRegistry registry;

	private final WaitingRuns waiting;

	private final ToldHistory toldHistory;

	private final String track;

	private final Clock clock = Clock.systemUTC();

	RunEnd(RunRegistry registry, WaitingRuns waiting, ToldHistory toldHistory, ReleaseProperties release) {
		this.registry = registry;
		this.waiting = waiting;
		this.toldHistory = toldHistory;
		this.track = release.track();
	}

	ExecutionEnd.Ended of(Assignment run, Work.Done work, EventRecorder recorder, Lease lease) {
		// A renewal racing with the final write would report the lease as lost.
		lease.close();
		var settled = Parallel.run(run.bill()::close);
		var noted = noted(run, work.result());
		try {
			boolean worthWaiting = work.outcome() instanceof Succeeded;
			EventBlock rest = recorder.rest(worthWaiting ? lease.certain().remaining() : PAUSE);
			return store(run, work, recorder, rest, lease);
		}
		finally {
			Parallel.await(settled);
			Parallel.await(noted);
		}
	}

	/**
	 * Gives a run back. While the store is unavailable this is retried as well; a run
	 * that could not be given back has lost its owner when its lease expires.
	 */
	ExecutionEnd giveBack(Assignment run, Work.Unfinished work, EventRecorder recorder, Lease lease) {
		lease.close();
		var settled = Parallel.run(run.bill()::close);
		try {
			EventBlock rest = recorder.rest(lease.certain().remaining());
			return giveBack(run, work, recorder, rest, lease);
		}
		finally {
			Parallel.await(settled);
		}
	}

	private ExecutionEnd giveBack(Assignment run, Work.Unfinished work, EventRecorder recorder, EventBlock rest,
			Lease lease) {
		while (true) {
			try {
				RequeueReply reply = this.waiting.giveBack(run.owned(), work.reason(), rest.arguments());
				return switch (reply.outcome()) {
					case QUEUED -> {
						recorder.stored(rest);
						yield new ExecutionEnd.GivenBack(run.id(), reply.pause(work.pause()));
					}
					case CANCELLING -> store(run, CANCELLED, recorder, rest, lease);
					case ERASED -> new ExecutionEnd.Ended(erased(run.id()), true);
					case FENCED_OFF -> new ExecutionEnd.Ended(new Failed(Ending.lostProblem(run.id())), false);
				};
			}
			catch (StoreUnavailableException ex) {
				if (lease.certain().passed()) {
					return new ExecutionEnd.Ended(new Failed(ex.with("run_id", run.id())), false);
				}
				pause();
			}
		}
	}

	/** Before the client gets the answer: it may return the answer at once. */
	private CompletableFuture<?> noted(Assignment run, @Nullable Answered result) {
		if (result == null || !run.order().delivery().keptByClient()) {
			return CompletableFuture.completedFuture(null);
		}
		return this.toldHistory.note(run.owned().user(), run.owned().session().epoch(), run.agent(),
				run.order().input().task(), result);
	}

	private ExecutionEnd.Ended store(Assignment run, Work.Done work, EventRecorder recorder, EventBlock rest,
			Lease lease) {
		Ending ending = Ending.of(run.id(), work.outcome());
		boolean worthWaiting = work.outcome() instanceof Succeeded;
		while (true) {
			try {
				FinishOutcome outcome = this.registry.finish(run.owned(), turn(run, work.result()), ending, called(run),
						rest.arguments());
				if (outcome.matches(ending) || outcome == FinishOutcome.CANCELLED) {
					recorder.stored(rest);
				}
				return new ExecutionEnd.Ended(outcome(run.id(), work.outcome(), ending, outcome),
						outcome.ended() || outcome == FinishOutcome.ERASED);
			}
			catch (StoreUnavailableException ex) {
				if (!worthWaiting || lease.certain().passed()) {
					return new ExecutionEnd.Ended(
							worthWaiting ? new Failed(ex.with("run_id", run.id())) : work.outcome(), false);
				}
				pause();
			}
		}
	}

	/** Also if only an earlier attempt did. */
	private static boolean called(Assignment run) {
		return run.bill().called() || !run.owned().finished().isEmpty();
	}

	private @Nullable Turn turn(Assignment run, @Nullable Answered result) {
		return (result != null)
				? new Turn(run.id(), this.clock.instant(), result.messages(), result.careful(), this.track) : null;
	}

	private static RunOutcome outcome(String runId, RunOutcome wanted, Ending ending, FinishOutcome outcome) {
		if (outcome.matches(ending)) {
			return wanted;
		}
		return switch (outcome) {
			case CANCELLED -> new Cancelled("requested");
			case ERASED -> erased(runId);
			case SUCCEEDED, FAILED, REJECTED, FENCED_OFF, CHANGED -> new Failed(Ending.lostProblem(runId));
		};
	}

	private static Failed erased(String runId) {
		return new Failed(Ending.erasedProblem().with("run_id", runId));
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
		}
		catch (InterruptedException _) {
			// A run that has ended cannot be stopped; the loop ends with its lease.
			Thread.currentThread().interrupt();
		}
	}

}
