package dev.agentservice.run.owner;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.owner.script.CancelOutcome;
import dev.agentservice.run.owner.script.RunScripts;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.run.record.RunRecords;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.stereotype.Component;

/**
 * Requests the cancellation of runs, on any replica.
 */
@Component
public class CancelRequests {

	/** The channel on which owners get the ids of runs to cancel. */
	static final String CHANNEL = "as:cancels";

	private final RunScripts scripts;

	private final Reaper reaper;

	private final RunRecords records;

	CancelRequests(RunScripts scripts, Reaper reaper, RunRecords records) {
		this.scripts = scripts;
		this.reaper = reaper;
		this.records = records;
	}

	/**
	 * Requests the cancellation of a run. Its owner is notified at once; until it has
	 * stopped the run is {@code cancelling}. A run that has ended is not changed.
	 * @param user whose run it is
	 * @param runId the run
	 * @return the run as it is now, which may have stopped already
	 * @throws ProblemException {@code not_found} if the user has no such run
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public CancelReply cancel(UserTag user, String runId) {
		CancelOutcome outcome = this.scripts.cancel(new RunKeys(user), runId, CHANNEL, runId);
		if (outcome == CancelOutcome.LAPSED) {
			this.reaper.reap(user, runId);
		}
		return new CancelReply(this.records.find(user, runId), outcome == CancelOutcome.CANCELLING);
	}

}
