package dev.agentservice.run.owner;

import java.util.List;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.record.LapsedRuns;
import dev.agentservice.run.record.RunFilter;
import dev.agentservice.run.record.RunPage;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunRecords;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Runs as they are shown to clients. One whose owner's lease has passed is looked after
 * first, as the reaper does it, so that no client reads {@code running} of a run that
 * nobody works on. Where that fails, runs are shown as they are stored.
 */
@Component
public class CurrentRuns implements LapsedRuns {

	private final RunRecords records;

	private final Reaper reaper;

	CurrentRuns(RunRecords records, Reaper reaper) {
		this.records = records;
		this.reaper = reaper;
	}

	/**
	 * A run.
	 * @throws ProblemException {@code not_found} if the user has no such run
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public RunRecord find(UserTag user, String runId) {
		RunRecord run = this.records.find(user, runId);
		if (run.lapsed()) {
			lookAfter(user, runId);
			return this.records.find(user, runId);
		}
		return run;
	}

	/**
	 * A user's runs, newest first.
	 * @param after the id after which to continue, or null for the newest
	 * @param limit how many at most
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public RunPage list(UserTag user, RunFilter filter, @Nullable String after, int limit) {
		RunPage page = this.records.list(user, filter, after, limit);
		List<String> lapsed = page.runs().stream().filter(RunRecord::lapsed).map(RunRecord::id).toList();
		if (lapsed.isEmpty()) {
			return page;
		}
		this.reaper.tryReap(user, lapsed);
		return this.records.list(user, filter, after, limit);
	}

	@Override
	public void lookAfter(UserTag user, String runId) {
		this.reaper.tryReap(user, List.of(runId));
	}

}
