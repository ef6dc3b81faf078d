package dev.agentservice.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import dev.agentservice.identity.Caller;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import dev.agentservice.support.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Conversations of users with agents. A run opens its session, which gives it the latest
 * turns and makes it the only one that may write the next; a session has one run at a
 * time, on whatever replica. Thread-safe.
 * <p>
 * Every operation throws {@link StoreUnavailableException} when Redis is away.
 */
@Component
public final class Sessions {

	private static final Logger logger = LoggerFactory.getLogger(Sessions.class);

	private final SessionStore store;

	private final SessionJson json;

	private final Turns turns;

	Sessions(SessionStore store, SessionJson json, Turns turns) {
		this.store = store;
		this.json = json;
		this.turns = turns;
	}

	/**
	 * Admits a run and opens its session.
	 * @param caller whose session
	 * @param sessionId the session, made if it does not exist; null keeps nothing
	 * @param agent the agent that answers
	 * @param runId the run
	 * @param wait how long to wait for another run to finish; zero does not wait
	 * @return the open session, to be closed
	 * @throws IllegalArgumentException if the id is not a {@link SessionId}
	 * @throws ProblemException {@code session_busy} if another run has the session, after
	 * the wait
	 * @throws UnreadableSessionException if this release cannot read the session
	 * @throws CancellationException if this thread is interrupted while it waits
	 */
	public OpenSession open(Caller caller, @Nullable String sessionId, String agent, String runId, Duration wait) {
		String owner = runId + ":1";
		if (sessionId == null) {
			return new OpenSession(caller.tag(), this.store.admit(caller), owner, null);
		}
		return this.turns.take(caller, new SessionId(sessionId), agent, owner, wait);
	}

	/**
	 * Writes the run's turn and ends it. Does nothing if no conversation is kept.
	 * @param open the open session; closing it afterwards costs nothing
	 * @param turn what the run adds
	 * @throws TurnLostException if the session is no longer this run's, or the user's
	 * data were erased; nothing was written
	 */
	public void append(OpenSession open, Turn turn) {
		this.turns.write(open, turn);
	}

	/** Gives the turn back without writing; the same as closing the session. */
	public void release(OpenSession open) {
		open.close();
	}

	/**
	 * A user's sessions in the order of their ids.
	 * @param caller whose sessions
	 * @param after the id to start after, or null for the first page
	 * @param limit how many at most
	 */
	public SessionPage list(Caller caller, @Nullable SessionId after, int limit) {
		List<List<?>> found = this.store.list(new SessionKeys(caller.tag()), (after != null) ? after.value() : "",
				limit + 1);
		List<List<?>> page = found.subList(0, Math.min(limit, found.size()));
		String next = (found.size() > limit) ? (String) page.getLast().getFirst() : null;
		return new SessionPage(page.stream().map(this::summary).flatMap(Optional::stream).toList(), next);
	}

	/**
	 * A session with its turns.
	 * @throws ProblemException {@code not_found} if the user has no such session
	 * @throws UnreadableSessionException if this release cannot read it
	 */
	public Session find(Caller caller, SessionId id) {
		StoredSession stored = this.store.find(new SessionKeys(caller.tag()), id);
		SessionHead head = stored.head();
		if (head == null) {
			throw notFound();
		}
		return new Session(id.value(), head.agent(), head.createdAt(), head.updatedAt(), stored.turns());
	}

	/**
	 * Deletes a session.
	 * @throws ProblemException {@code not_found} if the user has no such session,
	 * {@code session_busy} if a run has it
	 */
	public void delete(Caller caller, SessionId id) {
		switch (this.store.delete(new SessionKeys(caller.tag()), id)) {
			case DELETED -> logger.atDebug().log("A session was deleted");
			case MISSING -> throw notFound();
			case BUSY -> throw Turns.busy();
		}
	}

	private Optional<SessionSummary> summary(List<?> entry) {
		try {
			SessionHead head = this.json.readHead((String) entry.getLast());
			return Optional.of(new SessionSummary((String) entry.getFirst(), head.agent(), head.createdAt(),
					head.updatedAt(), head.turns()));
		}
		catch (UnreadableSessionException ex) {
			// One bad session must not hide the others; whoever opens it is told.
			logger.atWarn().addKeyValue("reason", ex.detail()).log("A session was left out of a list");
			return Optional.empty();
		}
	}

	private static ProblemException notFound() {
		return new ProblemException(ProblemCode.NOT_FOUND, "There is no such session.");
	}

}
