package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.List;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.run.live.LiveRuns;
import dev.agentservice.run.live.LiveRuns.Entry;
import dev.agentservice.run.queue.DeadRuns;
import dev.agentservice.run.queue.QueuedRun;
import dev.agentservice.run.queue.Release;
import dev.agentservice.run.queue.RunQueue;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.run.owner.waiting.ExpireOutcome;
import dev.agentservice.run.owner.waiting.OwnerlessEnds;
import dev.agentservice.run.owner.waiting.WaitingScripts;
import dev.agentservice.run.owner.waiting.WaitingState;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Keeps the queue in accord with the records, which are in other slots: what waits is in
 * the queue, and what is over is not. Each method may be repeated, and each demands what
 * it needs of the record again, because that may have changed since it was read.
 */
@Component
class Requeues {

	private static final Logger logger = LoggerFactory.getLogger(Requeues.class);

	/** A run that waits misses nothing if nobody looks at it for so long. */
	private static final Duration LOOK_AT_WAITING = Duration.ofSeconds(60);

	private final LiveRuns live;

	private final WaitingScripts scripts;

	private final RunQueue queue;

	private final DeadRuns deadRuns;

	private final UserTags tags;

	private final OwnerlessEnds ends;

	Requeues(LiveRuns live, WaitingScripts scripts, RunQueue queue, DeadRuns deadRuns, UserTags tags,
			OwnerlessEnds ends) {
		this.live = live;
		this.scripts = scripts;
		this.queue = queue;
		this.deadRuns = deadRuns;
		this.tags = tags;
		this.ends = ends;
	}

	/**
	 * It has ended, or does not exist.
	 * @param announcement its entry in the list of live runs, or null for any
	 */
	void over(String runId, @Nullable String announcement) {
		this.queue.release(runId, new Release.Over(announcement));
	}

	/** It waits, as it should: it is offered if it is not in the queue. */
	void waiting(Entry entry) {
		switch (this.queue.where(entry.runId())) {
			case BACKLOG, LANE, TAKEN -> this.live.later(List.of(entry.member()), LOOK_AT_WAITING);
			case STUCK -> this.queue.release(entry.runId(), new Release.Requeue());
			case NONE -> offer(entry.user(), entry.runId(), entry.member());
		}
	}

	/** It waits again, because its owner was lost. */
	void again(Entry entry) {
		this.queue.release(entry.runId(), new Release.Requeue());
		offer(entry.user(), entry.runId(), entry.member());
	}

	/** It waits, and has to end. */
	void due(Entry entry) {
		ExpireOutcome outcome = this.scripts.expire(new RunKeys(entry.user()), entry.runId()).join();
		if (outcome == ExpireOutcome.OVER) {
			this.ends.write(entry.user(), entry.runId());
		}
		if (outcome != ExpireOutcome.KEPT) {
			over(entry.runId(), entry.member());
			this.live.remove(entry.member());
		}
	}

	/** It was given up. */
	void dead(Entry entry) {
		logger.atError().addKeyValue("run_id", entry.runId()).log("A run was given up, each of its owners was lost");
		this.scripts.state(new RunKeys(entry.user()), entry.runId())
			.ifPresent((state) -> this.deadRuns.add(this.tags.ofTenant(state.who().tenant()), entry.user(),
					entry.runId()));
		over(entry.runId(), entry.member());
	}

	/**
	 * Offers the run that is next in line for a session, without waiting for it: if this
	 * fails, the reaper finds the run.
	 * @param runId the run, or null if there is none
	 */
	void callUp(UserTag user, @Nullable String runId) {
		if (runId != null) {
			Thread.startVirtualThread(() -> offerSoon(user, runId));
		}
	}

	private void offerSoon(UserTag user, String runId) {
		try {
			offer(user, runId, LiveRuns.member(user, runId));
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().addKeyValue("run_id", runId).setCause(ex).log("A run in line is looked at later");
		}
	}

	/**
	 * Offers a run that waits.
	 * @param announcement its entry in the list of live runs
	 */
	void offer(UserTag user, String runId, String announcement) {
		this.scripts.state(new RunKeys(user), runId)
			.filter(WaitingState::queued)
			.ifPresent((state) -> this.queue
				.offerAgain(new QueuedRun(runId, user, this.tags.ofTenant(state.who().tenant()), this.queue.track(),
						state.priority(), state.since(), announcement)));
	}

	/**
	 * It has another attempt: nobody has to redrive it any more. Without waiting for it:
	 * if this fails, it stays on the list, and its redrive finds that it is not needed.
	 */
	void revived(Caller caller, String runId) {
		var _ = this.deadRuns.removeSoon(this.tags.ofTenant(caller.tenant()), caller.tag(), runId);
	}

}
