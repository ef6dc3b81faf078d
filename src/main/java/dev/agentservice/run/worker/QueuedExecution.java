package dev.agentservice.run.worker;

import java.time.Duration;

import dev.agentservice.run.admission.Assignment;
import dev.agentservice.run.admission.KillSwitch;
import dev.agentservice.run.execution.ExecutionEnd;
import dev.agentservice.run.execution.RunLauncher;
import dev.agentservice.run.execution.RunMetrics;
import dev.agentservice.run.owner.Claim;
import dev.agentservice.run.owner.Claim.Claimed;
import dev.agentservice.run.owner.Claim.Refused;
import dev.agentservice.run.owner.RunClaims;
import dev.agentservice.run.owner.WaitingRuns;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.queue.Release;
import dev.agentservice.run.queue.RunQueue;
import dev.agentservice.run.queue.TakenRun;
import dev.agentservice.run.slot.InFlightSlot;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.stereotype.Component;

/**
 * Claims a run that was taken from the queue, has it executed, and releases it. What
 * fails on the way is left to the reaper: it finds the run in the list of live runs.
 */
@Component
class QueuedExecution {

	private static final Logger logger = LoggerFactory.getLogger(QueuedExecution.class);

	private static final Duration LOOK_AT_BUSY = Duration.ofSeconds(15);

	private static final Duration LOOK_AT_HELD = Duration.ofSeconds(60);

	private final RunQueue queue;

	private final RunClaims claims;

	private final WaitingRuns waiting;

	private final KillSwitch killSwitch;

	private final QueuedAssignments assignments;

	private final RunLauncher launcher;

	private final RunMetrics metrics;

	QueuedExecution(RunQueue queue, RunClaims claims, WaitingRuns waiting, KillSwitch killSwitch,
			QueuedAssignments assignments, RunLauncher launcher, RunMetrics metrics) {
		this.queue = queue;
		this.claims = claims;
		this.waiting = waiting;
		this.killSwitch = killSwitch;
		this.assignments = assignments;
		this.launcher = launcher;
		this.metrics = metrics;
	}

	/**
	 * Begins a run, or releases it if it cannot begin here.
	 * @param slot its slot, which is released in every case
	 * @param ended is called when the slot is free again
	 */
	void begin(TakenRun taken, InFlightSlot slot, Runnable ended) {
		boolean launched = false;
		try (MDC.MDCCloseable _ = MDC.putCloseable("run_id", taken.run())) {
			launched = switch (claim(taken)) {
				case Claimed(OwnedRun run) -> launch(taken, run, slot, ended);
				case Refused(Claim.Reason reason) -> {
					refused(taken, reason);
					yield false;
				}
			};
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().addKeyValue("run_id", taken.run()).setCause(ex).log("A run is taken again later");
		}
		finally {
			if (!launched) {
				slot.close();
				ended.run();
			}
		}
	}

	private Claim claim(TakenRun taken) {
		try {
			return this.claims.claim(taken.user(), taken.run(), taken.announcement(), this.killSwitch::allows);
		}
		catch (UnreadableStateException ex) {
			logger.atWarn().setCause(ex).log("A run waits for a release that can read it");
			return new Refused(Claim.Reason.UNREADABLE);
		}
	}

	private boolean launch(TakenRun taken, OwnedRun run, InFlightSlot slot, Runnable ended) {
		return switch (this.assignments.of(run)) {
			case QueuedAssignments.Ready(Assignment assignment) -> {
				this.queue.begun(taken, run.order().agent());
				RunMetrics.Running running = this.metrics.start(assignment.agent(), run.order().delivery().mode());
				var _ = this.launcher.launch(assignment, slot, running).thenAccept((end) -> {
					ended(taken, end);
					ended.run();
				});
				yield true;
			}
			case QueuedAssignments.NotReady(ExecutionEnd end) -> {
				ended(taken, end);
				yield false;
			}
		};
	}

	private void ended(TakenRun taken, ExecutionEnd end) {
		try {
			switch (end) {
				case ExecutionEnd.Ended over -> {
					// Otherwise it has another owner, or its lease expires.
					if (over.stored()) {
						this.queue.release(taken, new Release.Over(taken.announcement()));
					}
				}
				case ExecutionEnd.GivenBack back -> this.queue.release(taken,
						back.pause().isPositive() ? new Release.Later(back.pause()) : new Release.Requeue());
			}
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().addKeyValue("run_id", taken.run()).setCause(ex).log("A run is released later");
		}
	}

	private void refused(TakenRun taken, Claim.Reason reason) {
		switch (reason) {
			case OWNED -> {
				// Its owner releases it.
			}
			case GONE, OVER, ERASED, NOT_STORED -> this.queue.release(taken, new Release.Over(taken.announcement()));
			case EXPIRED, JOURNAL_LOST -> {
				this.waiting.expire(taken.user(), taken.run());
				this.queue.release(taken, new Release.Over(taken.announcement()));
			}
			case BUSY -> this.queue.release(taken, new Release.Later(LOOK_AT_BUSY));
			case HELD, UNREADABLE -> this.queue.release(taken, new Release.Later(LOOK_AT_HELD));
		}
	}

}
