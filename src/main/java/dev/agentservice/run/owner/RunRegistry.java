package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.order.StoredOrder;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.owner.LiveRuns.Announcement;
import dev.agentservice.run.owner.Registration.Registered;
import dev.agentservice.run.owner.Registration.Repeated;
import dev.agentservice.session.SessionOpening;
import dev.agentservice.session.Sessions;
import dev.agentservice.session.Turn;
import dev.agentservice.storage.Storage;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.problem.ProblemCode;
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

	/** Statuses after which the reaper must end the run. */
	private static final Set<String> NOT_ENDED = Set.of("erased", "fenced_off", "changed");

	/**
	 * In leases: the age from which a delayed registration is refused.
	 */
	private static final int LOOKED_AT_AFTER = 2;

	private static final Duration RETRY_SOON = Duration.ofSeconds(1);

	private final LiveRuns live;

	private final RunScripts scripts;

	private final Sessions sessions;

	private final Reaper reaper;

	private final Storage storage;

	private final Duration lease;

	private final Duration lifetime;

	RunRegistry(LiveRuns live, RunScripts scripts, Sessions sessions, Reaper reaper, Storage storage,
			RunSettings settings) {
		this.live = live;
		this.scripts = scripts;
		this.sessions = sessions;
		this.reaper = reaper;
		this.storage = storage;
		this.lease = settings.lease();
		this.lifetime = settings.retention();
	}

	/** How long a run may be continued after it was last written. */
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
	 * @throws StoreUnavailableException if Redis is away
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
	 * Stores a finished step of a run, for its next attempt.
	 * @param run the run
	 * @param index how many documents come before this one
	 * @param document the finished step
	 * @return {@code stored}, or why it was not: {@code erased}, {@code fenced_off} or
	 * {@code gap}; or a {@link StoreUnavailableException}
	 */
	public CompletableFuture<String> record(OwnedRun run, int index, String document) {
		return this.scripts.step(run, index, document);
	}

	/**
	 * Ends a run: its turn of the session, its last events and its end, all or nothing.
	 * May be repeated after a failure.
	 * @param run the run
	 * @param turn the turn that it adds to its session, or null
	 * @param ending the wanted ending; a run with a request for cancellation is cancelled
	 * @param called whether it called a model; of one that did not little is kept, and
	 * for a short time
	 * @param events those before the last, in the form of {@code run-events.lua}
	 * @return the status it ended with, or why it did not: {@code erased},
	 * {@code fenced_off}, {@code changed}
	 * @throws StoreUnavailableException if Redis is unavailable; the run may have ended
	 * or not
	 */
	public String finish(OwnedRun run, @Nullable Turn turn, Ending ending, boolean called, List<?> events) {
		String status = this.scripts.finish(run, this.sessions.closing(run.session(), turn), ending,
				Ending.cancelled(run.id(), "requested"), called, events);
		this.storage.changed(run.user());
		if (!NOT_ENDED.contains(status)) {
			forget(run.token().announcement());
		}
		return status;
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
		List<@Nullable Object> reply = admit(ticket, session, announced);
		if ("admitted".equals(reply.getFirst())) {
			return new Registered(owned(ticket, session, announced, certain, reply));
		}
		forget(announced.member());
		return refused(ticket, session, reply);
	}

	private List<@Nullable Object> admit(RunTicket ticket, SessionOpening session, Announcement announced) {
		try {
			return this.scripts.admit(ticket, session, announced.at() + this.lease.toMillis());
		}
		catch (StoreUnavailableException | CancellationException ex) {
			// The run may have been registered, or may yet be, also as a later attempt.
			// So
			// the announcement stays: the reaper checks it in any case.
			var _ = this.scripts.withdraw(token(ticket, session, announced, 1));
			throw ex;
		}
	}

	CompletableFuture<?> takeBack(RunToken run) {
		return this.scripts.withdraw(run).thenAccept((gone) -> {
			if (gone == 1) {
				forget(run.announcement());
			}
			else {
				Thread.startVirtualThread(() -> this.reaper.reap(run.user(), run.id()));
			}
		});
	}

	private @Nullable Registration refused(RunTicket ticket, SessionOpening session, List<@Nullable Object> reply) {
		String earlier = (reply.size() > 1) ? String.valueOf(reply.get(1)) : ticket.id();
		return switch (String.valueOf(reply.getFirst())) {
			case "busy" -> null;
			case "ended" -> new Repeated(earlier);
			case "again" -> tryRegister(ticket.withId(earlier), session);
			case "lapsed" -> {
				this.reaper.reap(ticket.caller().tag(), earlier);
				yield tryRegister(ticket, session);
			}
			case "in_progress" -> throw inProgress(earlier);
			case "full" -> throw full(ticket, reply);
			case "reused" -> throw new ProblemException(ProblemCode.IDEMPOTENCY_KEY_REUSED,
					"This Idempotency-Key came with another request before. Use a new key for a new request.");
			default -> throw new StoreUnavailableException("run-admit", new TimeoutException());
		};
	}

	private OwnedRun owned(RunTicket ticket, SessionOpening session, Announcement announced, Deadline certain,
			List<@Nullable Object> reply) {
		RunToken token = token(ticket, session, announced, OwnedRun.attempt(reply));
		try {
			RunOrder order = StoredOrder.ofFirst(ticket.order(), (String) reply.get(7), (String) reply.get(8));
			return OwnedRun.of(token, order, session, certain, reply);
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

	private void forget(String announcement) {
		// The reaper finds that an entry that stays has ended.
		this.live.remove(announcement);
	}

	/** Data deleted since make room in the tenant, too. */
	private ProblemException full(RunTicket ticket, List<@Nullable Object> reply) {
		this.storage.changed(ticket.caller().tag());
		long lessIn = (Long) Objects.requireNonNull(reply.get(2));
		return this.storage.userExceeded((Long) Objects.requireNonNull(reply.get(1)),
				(lessIn >= 0) ? Duration.ofMillis(lessIn) : null);
	}

	private static ProblemException inProgress(String runId) {
		return new ProblemException(ProblemCode.RUN_IN_PROGRESS,
				"The run of this Idempotency-Key is still at work. Follow it at its Location.")
			.with("run_id", runId)
			.location("/runs/" + runId)
			.retryAfter(RETRY_SOON);
	}

}
