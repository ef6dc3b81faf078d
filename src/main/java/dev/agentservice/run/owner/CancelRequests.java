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
 * Asks runs to stop, whichever replica works on them.
 */
@Component
public class CancelRequests {

	/** The channel on which owners hear which run is asked to stop. */
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
	 * Asks a run to stop. Its owner hears of it at once; until it has stopped the run is
	 * {@code cancelling}. A run that is over stays as it is.
	 * @param user whose run it is
	 * @param runId the run
	 * @return the run as it is now, which may have stopped already
	 * @throws ProblemException {@code not_found} if the user has no such run
	 * @throws StoreUnavailableException if Redis is away
	 */
	public CancelReply cancel(UserTag user, String runId) {
		CancelOutcome outcome = this.scripts.cancel(new RunKeys(user), runId, CHANNEL, runId);
		if (outcome == CancelOutcome.LAPSED) {
			this.reaper.reap(user, runId);
		}
		return new CancelReply(this.records.find(user, runId), outcome == CancelOutcome.CANCELLING);
	}

}
