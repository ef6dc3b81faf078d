package dev.agentservice.run.owner;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.run.live.Announced;
import dev.agentservice.run.live.LiveRuns;
import dev.agentservice.run.live.LiveRuns.Announcement;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.owner.script.AdmitReply;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.run.owner.script.RunScripts;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.run.owner.script.RunToken;
import dev.agentservice.run.owner.waiting.RedriveReply;
import dev.agentservice.run.owner.waiting.RequeueReply;
import dev.agentservice.run.owner.waiting.WaitingScripts;
import dev.agentservice.run.queue.QueuedRun;
import dev.agentservice.run.queue.RunQueue;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.session.SessionOpening;
import dev.agentservice.session.Sessions;
import dev.agentservice.storage.Storage;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Runs that have a record and no owner: announced, then recorded, then offered to the
 * queue. What fails in between is found by the reaper, since it is on the list of live
 * runs first.
 */
@Component
public class WaitingRuns {

	private static final Logger logger = LoggerFactory.getLogger(WaitingRuns.class);

	/** In leases: when a run that was announced is looked at. */
	private static final int LOOKED_AT_AFTER = 2;

	private static final Duration RETRY_LATER = Duration.ofSeconds(30);

	private final LiveRuns live;

	private final RunScripts scripts;

	private final WaitingScripts waiting;

	private final RunQueue queue;

	private final Requeues requeues;

	private final Reaper reaper;

	private final Sessions sessions;

	private final UserTags tags;

	private final Refusals refusals;

	private final Duration lease;

	WaitingRuns(LiveRuns live, RunScripts scripts, WaitingScripts waiting, RunQueue queue, Requeues requeues,
			Reaper reaper, Sessions sessions, UserTags tags, Storage storage, RunProperties properties) {
		this.live = live;
		this.scripts = scripts;
		this.waiting = waiting;
		this.queue = queue;
		this.requeues = requeues;
		this.reaper = reaper;
		this.sessions = sessions;
		this.tags = tags;
		this.refusals = new Refusals(storage);
		this.lease = properties.lease();
	}

	/**
	 * Records a run that waits, or the next attempt of the run of its idempotency key.
	 * @param ticket the run
	 * @param announced its announcement
	 * @return the run, to be {@link #offer offered} or {@link #refuse refused}; or the
	 * one that is there already
	 * @throws ProblemException {@code session_busy}, {@code idempotency_key_reused} or
	 * {@code storage_exceeded}
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public Recorded record(RunTicket ticket, Announced announced) {
		SessionOpening session = this.sessions.opening(ticket.caller(), ticket.order().input().sessionId(),
				ticket.order().agent());
		return record(ticket, session, announced.use().orElseGet(() -> announce(ticket)));
	}

	private Announcement announce(RunTicket ticket) {
		return this.live.announce(ticket.caller().tag(), ticket.id(), this.lease.multipliedBy(LOOKED_AT_AFTER));
	}

	private Recorded record(RunTicket ticket, SessionOpening session, Announcement announced) {
		RunToken token = new RunToken(ticket.caller().tag(), ticket.id(), 0, session.turnKey(), ticket.idempotencyKey(),
				announced.member());
		AdmitReply reply = admit(ticket, session, announced, token);
		if (reply instanceof AdmitReply.Queued(int attempts, int priority, long since)) {
			QueuedRun run = new QueuedRun(ticket.id(), ticket.caller().tag(),
					this.tags.ofTenant(ticket.caller().tenant()), this.queue.track(), priority,
					Instant.ofEpochMilli(since), announced.member());
			return new Waiting(ticket.caller(), token, attempts, run);
		}
		this.live.remove(announced.member());
		return switch (reply) {
			case AdmitReply.InProgress(String run) -> new Known(run);
			case AdmitReply.Ended(String run) -> new Known(run);
			case AdmitReply.Again again -> again(ticket.withId(again.run()), session);
			case AdmitReply.Lapsed lapsed -> {
				this.reaper.reap(ticket.caller().tag(), lapsed.run());
				yield again(ticket, session);
			}
			case AdmitReply.JournalLost lost -> throw Ending.journalLostProblem(lost.run());
			case AdmitReply.Busy _ -> throw Sessions.busy();
			case AdmitReply.Full full -> throw this.refusals.full(ticket, full);
			case AdmitReply.Reused _ -> throw this.refusals.reused();
			case AdmitReply.Late _ -> throw this.refusals.late();
			case AdmitReply.ForErasure erasure -> throw this.refusals.of(erasure);
			case AdmitReply.Queued _, AdmitReply.Admitted _ ->
				throw new IllegalStateException("A run that waits begins nowhere");
		};
	}

	private Recorded again(RunTicket ticket, SessionOpening session) {
		return record(ticket, session, announce(ticket));
	}

	/** What has no answer may be recorded: the announcement stays. */
	private AdmitReply admit(RunTicket ticket, SessionOpening session, Announcement announced, RunToken token) {
		try {
			return this.scripts.admit(ticket, session, announced.at() + this.lease.toMillis());
		}
		catch (StoreUnavailableException ex) {
			var _ = this.scripts.withdraw(token);
			throw ex;
		}
	}

	/**
	 * Offers a recorded run to the queue.
	 * @throws ProblemException {@code queue_full} or {@code overloaded}: then there is no
	 * such run, or it ended for this reason
	 */
	public void offer(Waiting run) {
		try {
			switch (this.queue.offer(run.queued())) {
				case OFFERED, KNOWN -> {
					if (run.attempts() > 0) {
						this.requeues.revived(run.caller(), run.runId());
					}
				}
				case USER_FULL -> throw refused(run, queueFull("user"));
				case TENANT_FULL -> throw refused(run, queueFull("tenant"));
				case FULL ->
					throw refused(run, new ProblemException(ProblemCode.OVERLOADED, "Too many runs wait at the moment.")
						.retryAfter(RETRY_LATER));
			}
		}
		catch (StoreUnavailableException ex) {
			logger.atWarn()
				.addKeyValue("run_id", run.token().id())
				.setCause(ex)
				.log("A run that was accepted is queued later, since the queue cannot be reached");
		}
	}

	private ProblemException refused(Waiting run, ProblemException problem) {
		refuse(run, problem);
		return problem;
	}

	/**
	 * Takes a recorded run back, which was not offered: as if it had not been asked for,
	 * or, if it has had an owner before, ended for this reason. Does not fail: what
	 * cannot be taken back is queued later.
	 */
	public void refuse(Waiting run, ProblemException reason) {
		RunToken token = run.token();
		try {
			if (run.attempts() > 0) {
				this.waiting.refuse(token.keys(), token.id(), run.attempts(), Ending.failed(reason));
				this.live.remove(token.announcement());
			}
			else if (this.scripts.withdraw(token).join()) {
				this.live.remove(token.announcement());
			}
		}
		catch (CompletionException | StoreUnavailableException ex) {
			logger.atWarn().addKeyValue("run_id", token.id()).setCause(ex).log("A refused run was not taken back");
		}
	}

	/**
	 * Gives a run back, so that another owner continues it. If the run was taken from the
	 * queue it has to be released there.
	 * @param reason why, as {@code run.resumed} says it
	 * @param pendingEvents events before, as {@code run-events.lua} wants them
	 * @throws StoreUnavailableException if Redis is unavailable; it may have been given
	 * back or not
	 */
	public RequeueReply giveBack(OwnedRun run, String reason, List<?> pendingEvents) {
		RequeueReply reply = this.waiting.requeue(run, reason, pendingEvents);
		this.requeues.callUp(run.user(), reply.next());
		return reply;
	}

	/**
	 * Offers a run that was given back and was not in the queue before.
	 * @throws StoreUnavailableException if Redis is unavailable; then it is offered later
	 */
	public void offer(OwnedRun run) {
		this.requeues.offer(run.user(), run.id(), run.token().announcement());
	}

	/**
	 * Ends a run that waits and whose time is up, or whose journal is gone.
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public void expire(UserTag user, String runId) {
		try {
			this.waiting.expire(new RunKeys(user), runId).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	/**
	 * Has a run that ended without an answer wait for another owner, with a new time to
	 * live.
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public RedriveReply.Outcome redrive(UserTag user, String runId) {
		Announcement announced = this.live.announce(user, runId, this.lease.multipliedBy(LOOKED_AT_AFTER));
		RedriveReply.Outcome outcome = this.waiting.redrive(new RunKeys(user), runId).outcome();
		if (outcome == RedriveReply.Outcome.QUEUED) {
			this.requeues.offer(user, runId, announced.member());
		}
		else {
			this.live.remove(announced.member());
		}
		return outcome;
	}

	private static ProblemException queueFull(String scope) {
		return new ProblemException(ProblemCode.QUEUE_FULL,
				"Too many runs of this " + scope + " wait. Please wait until some of them have ended.")
			.with("scope", scope)
			.retryAfter(RETRY_LATER);
	}

	/** The result of recording a run that is to wait. */
	public sealed interface Recorded {

		/** The run. */
		String runId();

	}

	/**
	 * It waits, and nobody has been told.
	 *
	 * @param caller the caller
	 * @param token the run
	 * @param attempts how many owners it has had
	 * @param queued the run as the queue knows it
	 */
	public record Waiting(Caller caller, RunToken token, int attempts, QueuedRun queued) implements Recorded {

		@Override
		public String runId() {
			return this.token.id();
		}

	}

	/**
	 * It was requested before.
	 *
	 * @param runId the run
	 */
	public record Known(String runId) implements Recorded {

	}

}
