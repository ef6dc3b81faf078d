package dev.agentservice.run.owner;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.owner.script.CancelOutcome;
import dev.agentservice.run.owner.script.RunScripts;
import dev.agentservice.run.owner.waiting.OwnerlessEnds;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunRecords;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Requests the cancellation of runs, on any replica.
 */
@Component
public class CancelRequests {

	private static final Logger logger = LoggerFactory.getLogger(CancelRequests.class);

	/** The channel on which owners get the ids of runs to cancel. */
	static final String CHANNEL = "as:cancels";

	private final RunScripts scripts;

	private final Reaper reaper;

	private final Requeues requeues;

	private final RunRecords records;

	private final OwnerlessEnds ends;

	CancelRequests(RunScripts scripts, Reaper reaper, Requeues requeues, RunRecords records, OwnerlessEnds ends) {
		this.scripts = scripts;
		this.reaper = reaper;
		this.requeues = requeues;
		this.records = records;
		this.ends = ends;
	}

	/**
	 * Requests the cancellation of a run. Its owner is notified at once; until it has
	 * stopped the run is {@code cancelling}. A run without an owner ends at once; one
	 * that has ended is not changed.
	 * @param user whose run it is
	 * @param runId the run
	 * @return the run as it is now, which may have stopped already
	 * @throws ProblemException {@code not_found} if the user has no such run
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public Reply cancel(UserTag user, String runId) {
		CancelOutcome outcome = ask(user, runId);
		if (outcome == CancelOutcome.LAPSED) {
			// One that waits again can be cancelled as such.
			outcome = this.reaper.reap(user, runId) ? CancelOutcome.OVER : ask(user, runId);
		}
		boolean asked = outcome == CancelOutcome.CANCELLING || outcome == CancelOutcome.CANCELLED;
		return new Reply(this.records.find(user, runId), asked);
	}

	private CancelOutcome ask(UserTag user, String runId) {
		CancelOutcome outcome = this.scripts.cancel(new RunKeys(user), runId, CHANNEL, runId,
				Ending.cancelled(runId, "requested"));
		if (outcome == CancelOutcome.CANCELLED) {
			this.ends.write(user, runId);
			leaveQueue(runId);
		}
		return outcome;
	}

	private void leaveQueue(String runId) {
		try {
			this.requeues.over(runId, null);
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug()
				.addKeyValue("run_id", runId)
				.setCause(ex)
				.log("A cancelled run leaves the queue when it is taken");
		}
	}

	/**
	 * The result of a request to cancel a run.
	 *
	 * @param run the run as it is a moment later
	 * @param asked whether this stopped it, now or soon; if not, the run had ended before
	 */
	public record Reply(RunRecord run, boolean asked) {

	}

}
