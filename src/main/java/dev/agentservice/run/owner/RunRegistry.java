package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.agentservice.run.live.Announced;
import dev.agentservice.run.live.LiveRuns;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.order.StoredOrder;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.live.LiveRuns.Announcement;
import dev.agentservice.run.owner.Registration.Registered;
import dev.agentservice.run.owner.Registration.Repeated;
import dev.agentservice.run.owner.script.AdmitReply;
import dev.agentservice.run.owner.script.AdmitReply.Admitted;
import dev.agentservice.run.owner.script.AdmitReply.NotAdmitted;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.FinishReply;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.run.owner.script.RunScripts;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.run.owner.script.RunToken;
import dev.agentservice.run.owner.waiting.WorkPlace;
import dev.agentservice.session.SessionOpening;
import dev.agentservice.session.Sessions;
import dev.agentservice.session.Turn;
import dev.agentservice.storage.Storage;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Gives runs to their owners and takes them back: a registered owner holds the run's
 * lease, its session's turn and its idempotency key, all or none of them.
 */
@Component
public class RunRegistry {

	private static final Logger logger = LoggerFactory.getLogger(RunRegistry.class);

	/**
	 * In leases: the age from which a delayed registration is refused.
	 */
	private static final int LOOKED_AT_AFTER = 2;

	private final LiveRuns live;

	private final RunScripts scripts;

	private final Sessions sessions;

	private final Reaper reaper;

	private final Requeues requeues;

	private final Storage storage;

	private final Refusals refusals;

	private final Duration lease;

	private final Duration lifetime;

	RunRegistry(LiveRuns live, RunScripts scripts, Sessions sessions, Reaper reaper, Requeues requeues, Storage storage,
			RunProperties properties) {
		this.live = live;
		this.scripts = scripts;
		this.sessions = sessions;
		this.reaper = reaper;
		this.requeues = requeues;
		this.storage = storage;
		this.refusals = new Refusals(storage);
		this.lease = properties.lease();
		this.lifetime = properties.maxTtl().plus(properties.retention());
	}

	/** How long after its request a run may be continued. */
	public Duration lifetime() {
		return this.lifetime;
	}

	/**
	 * Announces the registration of a run, without waiting for it. An unused announcement
	 * has to be {@link #forget(Announced) forgotten}.
	 */
	public Announced announce(RunTicket ticket) {
		return new Announced(
				this.live.announceSoon(ticket.caller().tag(), ticket.id(), this.lease.multipliedBy(LOOKED_AT_AFTER)),
				Deadline.after(this.lease.dividedBy(3)));
	}

	/** Withdraws an announcement, if no run was registered by it. */
	public void forget(Announced announced) {
		announced.unused((announcement) -> forget(announcement.member()));
	}

	/** Registers a run that was not announced. */
	public Registration register(RunTicket ticket) {
		return register(ticket, announce(ticket));
	}

	/**
	 * Registers a run, or the next attempt of the run of its idempotency key, without
	 * waiting.
	 * @param ticket the run
	 * @param announced its announcement
	 * @return the run to execute, or the one that had ended already
	 * @throws ProblemException {@code session_busy}, {@code run_in_progress},
	 * {@code idempotency_key_reused} or {@code storage_exceeded}
	 * @throws UnreadableStateException if this release cannot read the session
	 * @throws StoreUnavailableException if Redis is unavailable
	 * @throws CancellationException if this thread is interrupted while it waits
	 */
	public Registration register(RunTicket ticket, Announced announced) {
		SessionOpening session = opening(ticket);
		Optional<Announcement> ready = announced.use();
		return Optional
			.ofNullable(ready.isPresent() ? tryRegister(ticket, session, ready.get()) : tryRegister(ticket, session))
			.orElseThrow(Sessions::busy);
	}

	/**
	 * Registers a run as soon as its session's turn is free; otherwise like
	 * {@link #register(RunTicket, Announced)}.
	 * @param ticket the run
	 * @param wait how long to wait while another run has the session
	 * @param place taken before the turn, and released while the turn is taken
	 */
	public Registration registerInTurn(RunTicket ticket, Duration wait, WorkPlace place) {
		SessionOpening session = opening(ticket);
		return Optional.ofNullable(TurnWait.await(wait, () -> tryInTurn(ticket, session, place)))
			.orElseThrow(Sessions::busy);
	}

	/**
	 * Withdraws a registration before anything was done for the run. Does not fail: a
	 * registration that cannot be withdrawn ends with its lease.
	 */
	public void withdraw(OwnedRun run) {
		try {
			takeBack(run.token()).join();
		}
		catch (CompletionException ex) {
			logger.atWarn().setCause(ex.getCause()).log("A registration was not taken back and ends with its lease");
		}
	}

	/**
	 * Ends a run: its turn of the session, its last events and its end, all or nothing.
	 * May be repeated after a failure.
	 * @param run the run
	 * @param turn the turn that it adds to its session, or null
	 * @param ending the wanted ending; a run with a request for cancellation is cancelled
	 * @param called whether it called a model; of one that did not little is kept, and
	 * not for long
	 * @param events those before the last, as {@code run-events.lua} wants them
	 * @return the status it ended with, or why it did not
	 * @throws StoreUnavailableException if Redis is unavailable; it may have ended or not
	 */
	public FinishOutcome finish(OwnedRun run, @Nullable Turn turn, Ending ending, boolean called, List<?> events) {
		FinishReply reply = this.scripts.finish(run, this.sessions.closing(run.session(), turn), ending,
				Ending.cancelled(run.id(), "requested"), called, events);
		this.storage.changed(run.user());
		// If it is still there without having ended, it is the reaper's to end.
		if (reply.outcome().ended() || reply.outcome() == FinishOutcome.ERASED) {
			forget(run.token().announcement());
		}
		this.requeues.callUp(run.user(), reply.next());
		return reply.outcome();
	}

	private SessionOpening opening(RunTicket ticket) {
		RunOrder order = ticket.order();
		return this.sessions.opening(order.caller(), order.input().sessionId(), order.agent());
	}

	/** Only checks the turn, which costs little, until it is free. */
	private @Nullable Registration tryInTurn(RunTicket ticket, SessionOpening session, WorkPlace place) {
		if (!this.scripts.mayRegister(ticket, session) || !place.take()) {
			return null;
		}
		Registration registration = tryRegister(ticket, session);
		if (registration == null) {
			place.giveBack();
		}
		return registration;
	}

	/** Null while another run has the session. */
	private @Nullable Registration tryRegister(RunTicket ticket, SessionOpening session) {
		return tryRegister(ticket, session,
				this.live.announce(ticket.caller().tag(), ticket.id(), this.lease.multipliedBy(LOOKED_AT_AFTER)));
	}

	private @Nullable Registration tryRegister(RunTicket ticket, SessionOpening session, Announcement announced) {
		Deadline certain = Deadline.after(this.lease);
		return switch (admit(ticket, session, announced)) {
			case Admitted admitted -> {
				if (admitted.begun().attempt() > 1) {
					this.requeues.revived(ticket.caller(), ticket.id());
				}
				yield new Registered(owned(ticket, session, announced, certain, admitted));
			}
			case AdmitReply.Queued _ -> throw new IllegalStateException("A run that begins here does not wait");
			case NotAdmitted refusal -> {
				forget(announced.member());
				yield refused(ticket, session, refusal);
			}
		};
	}

	private AdmitReply admit(RunTicket ticket, SessionOpening session, Announcement announced) {
		try {
			return this.scripts.admit(ticket, session, announced.at() + this.lease.toMillis());
		}
		catch (RuntimeException ex) {
			// The run may have been registered, or may yet be, perhaps as a later
			// attempt: the announcement stays, and the reaper checks it.
			var _ = this.scripts.withdraw(token(ticket, session, announced, 1));
			throw ex;
		}
	}

	CompletableFuture<?> takeBack(RunToken run) {
		return this.scripts.withdraw(run).thenAccept((gone) -> {
			if (gone) {
				forget(run.announcement());
			}
			else {
				Thread.startVirtualThread(() -> this.reaper.reap(run.user(), run.id()));
			}
		});
	}

	private @Nullable Registration refused(RunTicket ticket, SessionOpening session, NotAdmitted refusal) {
		return switch (refusal) {
			case AdmitReply.Busy _ -> null;
			case AdmitReply.Ended ended -> new Repeated(ended.run());
			case AdmitReply.Again again -> tryRegister(ticket.withId(again.run()), session);
			case AdmitReply.Lapsed lapsed -> {
				this.reaper.reap(ticket.caller().tag(), lapsed.run());
				yield tryRegister(ticket, session);
			}
			case AdmitReply.JournalLost lost -> throw Ending.journalLostProblem(lost.run());
			case AdmitReply.InProgress other -> throw this.refusals.inProgress(other.run());
			case AdmitReply.Full full -> throw this.refusals.full(ticket, full);
			case AdmitReply.Reused _ -> throw this.refusals.reused();
			case AdmitReply.Late _ -> throw this.refusals.late();
			case AdmitReply.ForErasure erasure -> throw this.refusals.of(erasure);
		};
	}

	private OwnedRun owned(RunTicket ticket, SessionOpening session, Announcement announced, Deadline certain,
			Admitted admitted) {
		RunToken token = token(ticket, session, announced, admitted.begun().attempt());
		try {
			RunOrder order = StoredOrder.ofFirst(ticket.order(), admitted.document(), admitted.input());
			return OwnedRun.of(token, order, session, certain, admitted.begun());
		}
		catch (RuntimeException ex) {
			// A session that cannot be read must not stay locked.
			var _ = takeBack(token);
			throw ex;
		}
	}

	private static RunToken token(RunTicket ticket, SessionOpening session, Announcement announced, int attempt) {
		return new RunToken(ticket.caller().tag(), ticket.id(), attempt, session.turnKey(), ticket.idempotencyKey(),
				announced.member());
	}

	/** The entry of a run that was taken from the queue stays until it leaves that. */
	private void forget(String announcement) {
		if (!announcement.isEmpty()) {
			// The reaper finds that an entry that stays has ended.
			this.live.remove(announcement);
		}
	}

}
