package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.live.LiveRuns;
import dev.agentservice.run.live.LiveRuns.Entry;
import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.run.queue.QueueProperties;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.run.owner.waiting.LostRuns;
import dev.agentservice.run.owner.waiting.OwnerlessEnds;
import dev.agentservice.run.owner.waiting.ReapOutcome;
import dev.agentservice.run.owner.waiting.ReapReply;
import dev.agentservice.run.owner.waiting.WaitingScripts;
import dev.agentservice.storage.Storage;
import dev.agentservice.support.platform.Age;
import dev.agentservice.support.platform.CatchUp;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Looks after the runs of all replicas: those whose owner is gone end, or wait for
 * another owner, and those that wait are in the queue until their time is up. Every
 * replica does this; the list of live runs divides the work. Where there are only
 * requests, one begins with it as often.
 */
@Component
class Reaper implements CatchUp {

	private static final Logger logger = LoggerFactory.getLogger(Reaper.class);

	/** Checked concurrently, so that thousands of waiting runs need no minutes. */
	private static final int AT_ONCE = 200;

	private static final Duration PATIENCE = Duration.ofMillis(100);

	private final LiveRuns live;

	private final WaitingScripts scripts;

	private final Requeues requeues;

	private final Duration lease;

	private final Duration period;

	private final Age looked = new Age();

	private final int maxLost;

	private final Storage storage;

	private final LostRuns lost;

	private final OwnerlessEnds ends;

	Reaper(LiveRuns live, WaitingScripts scripts, Requeues requeues, Storage storage, RunProperties properties,
			QueueProperties queue, Scheduler scheduler, LostRuns lost, OwnerlessEnds ends) {
		this.live = live;
		this.scripts = scripts;
		this.requeues = requeues;
		this.storage = storage;
		this.lease = properties.lease();
		this.maxLost = queue.maxLost();
		this.lost = lost;
		this.ends = ends;
		this.period = this.lease.dividedBy(3);
		scheduler.background("run-reaper", this.period, this.period, this::look);
	}

	/**
	 * Ends a run if its owner is gone; one that continues without its client waits for
	 * another owner instead.
	 * @return whether it has ended; otherwise it has an owner, or waits for one
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	boolean reap(UserTag user, String runId) {
		return followed(user, runId, joined(check(user, runId))).isOver();
	}

	private static ReapReply joined(CompletableFuture<ReapReply> check) {
		try {
			return check.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	/**
	 * The same for several runs of a user, all at once, as far as it succeeds: clients
	 * are to see their runs also if Redis takes no writes, or one record is broken.
	 */
	void tryReap(UserTag user, List<String> runIds) {
		Map<String, CompletableFuture<ReapReply>> checks = new LinkedHashMap<>();
		runIds.forEach((runId) -> checks.put(runId, check(user, runId)));
		checks.forEach((runId, check) -> {
			try {
				followed(user, runId, joined(check));
			}
			catch (RuntimeException ex) {
				logger.atDebug().addKeyValue("run_id", runId).setCause(ex).log("A lost run is read as it is");
			}
		});
	}

	/**
	 * The queue learns at once of what it has to know; the rest is done when the list of
	 * live runs is looked through.
	 */
	private ReapOutcome followed(UserTag user, String runId, ReapReply reply) {
		ReapOutcome outcome = noted(user, runId, reply);
		Entry entry = new Entry(LiveRuns.member(user, runId), user, runId);
		if (outcome == ReapOutcome.REQUEUED) {
			this.requeues.again(entry);
		}
		else if (outcome == ReapOutcome.DEAD) {
			this.requeues.dead(entry);
		}
		return outcome;
	}

	private CompletableFuture<ReapReply> check(UserTag user, String runId) {
		return this.scripts.reap(new RunKeys(user), runId, this.maxLost);
	}

	private ReapOutcome noted(UserTag user, String runId, ReapReply reply) {
		this.lost.count(reply);
		if (reply.lost() != null) {
			this.ends.write(user, runId);
		}
		switch (reply.outcome()) {
			case GONE, OVER, OWNED, QUEUED, DUE -> {
				// Nothing has changed.
			}
			case REAPED, DEAD -> {
				this.storage.changed(user);
				logger.atWarn().addKeyValue("run_id", runId).log("A run's owner was gone");
			}
			case REQUEUED -> logger.atWarn().addKeyValue("run_id", runId).log("A run's owner was gone, it waits again");
		}
		return reply.outcome();
	}

	/** What is not done by then is done beside the request, or with the next one. */
	@Override
	public Duration patience() {
		return PATIENCE;
	}

	@Override
	public void catchUp() {
		if (this.looked.exceeds(this.period)) {
			this.looked.renewed();
			look();
		}
	}

	/** Looks again at once while there is more than fits into one look. */
	void look() {
		try {
			List<Entry> due = this.live.due(AT_ONCE, this.lease);
			look(due);
			while (due.size() == AT_ONCE) {
				due = this.live.due(AT_ONCE, this.lease);
				look(due);
			}
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Nobody looks after runs while Redis is away");
		}
	}

	/** All checks are under way before the first is waited for. */
	private void look(List<Entry> due) {
		Map<Entry, CompletableFuture<ReapReply>> checks = new LinkedHashMap<>();
		due.forEach((entry) -> checks.put(entry, check(entry.user(), entry.runId())));
		List<CompletableFuture<?>> followed = new ArrayList<>();
		checks.forEach((entry, check) -> followed
			.add(check.thenAcceptAsync((reply) -> follow(entry, reply), Thread::startVirtualThread)
				.exceptionally((failure) -> failed(entry, failure))));
		CompletableFuture.allOf(followed.toArray(CompletableFuture<?>[]::new)).join();
	}

	private void follow(Entry entry, ReapReply reply) {
		switch (noted(entry.user(), entry.runId(), reply)) {
			case OWNED -> {
				// Checked again when its lease may have expired.
			}
			case GONE, OVER, REAPED -> {
				this.requeues.over(entry.runId(), entry.member());
				this.live.remove(entry.member());
			}
			case DEAD -> {
				this.requeues.dead(entry);
				this.live.remove(entry.member());
			}
			case QUEUED -> this.requeues.waiting(entry);
			case DUE -> this.requeues.due(entry);
			case REQUEUED -> this.requeues.again(entry);
		}
	}

	/** One run that cannot be helped must not block the next ones. */
	private static Void failed(Entry entry, Throwable failure) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		if (cause instanceof IllegalStateException) {
			logger.atError().addKeyValue("run_id", entry.runId()).setCause(cause).log("A run could not be ended");
		}
		else {
			logger.atDebug().addKeyValue("run_id", entry.runId()).setCause(cause).log("A run is looked at again later");
		}
		return null;
	}

}
