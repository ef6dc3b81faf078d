package dev.agentservice.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.session.SessionStore.Listed;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Conversations of users with agents. A run opens its session, which gives it the latest
 * turns and makes it the only one that may write the next; a session has one run at a
 * time, on whatever replica. Thread-safe.
 * <p>
 * Every operation throws {@link StoreUnavailableException} when Redis is unavailable.
 */
@Component
public final class Sessions {

	private static final Logger logger = LoggerFactory.getLogger(Sessions.class);

	private static final Duration BUSY_RETRY = Duration.ofSeconds(1);

	private final SessionStore store;

	private final SessionJson json;

	Sessions(SessionStore store, SessionJson json) {
		this.store = store;
		this.json = json;
	}

	/**
	 * How a run asks for its place in a conversation.
	 * @param caller whose session
	 * @param sessionId the session, made by its first turn if it does not exist; null
	 * keeps nothing
	 * @param agent the agent that answers
	 * @throws IllegalArgumentException if the id is not a {@link SessionId}
	 */
	public SessionOpening opening(Caller caller, @Nullable String sessionId, String agent) {
		SessionId id = (sessionId != null) ? new SessionId(sessionId) : null;
		return new SessionOpening(caller.tag(), id, agent, this.store.opening(caller.tag(), id), this.json);
	}

	/**
	 * How a run ends its turn: what the fragment {@code session-append} wants.
	 * @param open the open session
	 * @param turn what the run adds, or null if it adds nothing
	 */
	public SessionStep closing(OpenSession open, @Nullable Turn turn) {
		SessionKeys keys = new SessionKeys(open.user());
		OpenSession.Kept kept = open.kept();
		if (kept == null || turn == null) {
			return this.store.leaving(keys, (kept != null) ? kept.id() : null);
		}
		StoredSession stored = kept.stored();
		return this.store.appending(keys, kept.id(), stored.json(),
				stored.headAfter(turn, kept.agent(), this.json.writeVersion()), turn);
	}

	/** Another run has the session. */
	public static ProblemException busy() {
		return new ProblemException(ProblemCode.SESSION_BUSY,
				"Another run is working on this session. Wait for it to finish; a new run waits by itself "
						+ "with \"on_busy\": \"queue\".")
			.retryAfter(BUSY_RETRY);
	}

	/**
	 * A user's sessions in the order of their ids.
	 * @param caller whose sessions
	 * @param after the id to start after, or null for the first page
	 * @param limit how many at most
	 */
	public SessionPage list(Caller caller, @Nullable SessionId after, int limit) {
		List<Listed> found = this.store.list(new SessionKeys(caller.tag()), (after != null) ? after.value() : "",
				limit + 1);
		return new SessionListing(this.json).page(found, limit);
	}

	/**
	 * A session with its turns.
	 * @throws ProblemException {@code not_found} if the user has no such session
	 * @throws UnreadableStateException if this release cannot read it
	 */
	public Session find(Caller caller, SessionId id) {
		return find(caller.tag(), id).orElseThrow(Sessions::notFound);
	}

	/**
	 * A session with its turns, if the user has it.
	 * @throws UnreadableStateException if this release cannot read it
	 */
	public Optional<Session> find(UserTag user, SessionId id) {
		StoredSession stored = this.store.find(new SessionKeys(user), id);
		return Optional.ofNullable(stored.head())
			.map((head) -> new Session(id.value(), head.agent(), head.createdAt(), head.updatedAt(), stored.turns()));
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
			case BUSY -> throw busy();
		}
	}

	private static ProblemException notFound() {
		return new ProblemException(ProblemCode.NOT_FOUND, "There is no such session.");
	}

}
