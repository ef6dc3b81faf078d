package dev.agentservice.session;

import java.util.List;

import dev.agentservice.identity.UserTag;
import org.jspecify.annotations.Nullable;

/**
 * A run's place in a conversation: admitted, with the latest turns, and the only one that
 * may write the next. Close it when the run is over, whatever came of it.
 */
public final class OpenSession implements AutoCloseable {

	/**
	 * The part that only a kept conversation has.
	 *
	 * @param id the session
	 * @param agent the agent that answers this turn
	 * @param stored the session as it was read
	 * @param lease the turn
	 * @param release gives the turn back
	 */
	record Kept(SessionId id, String agent, StoredSession stored, TurnLease lease, Runnable release) {

	}

	private final UserTag user;

	private final String epoch;

	private final String owner;

	private final @Nullable Kept kept;

	OpenSession(UserTag user, String epoch, String owner, @Nullable Kept kept) {
		this.user = user;
		this.epoch = epoch;
		this.owner = owner;
		this.kept = kept;
	}

	/** The user's epoch at admission: every write of personal data has to demand it. */
	public String epoch() {
		return this.epoch;
	}

	/** Who has the turn: {@code run:attempt}. */
	public String owner() {
		return this.owner;
	}

	/** The session's id, or null if no conversation is kept. */
	public @Nullable String sessionId() {
		return (this.kept != null) ? this.kept.id().value() : null;
	}

	/** The latest turns, oldest first; empty for a new or unkept conversation. */
	public List<Turn> turns() {
		return (this.kept != null) ? this.kept.stored().turns() : List.of();
	}

	/** Whether the turn is known to be no longer this run's. */
	public boolean lost() {
		return this.kept != null && this.kept.lease().lost();
	}

	/**
	 * Has somebody told when the turn is lost, so that the run can be cancelled.
	 * @param listener called at most once, on a thread of its own
	 */
	public void onLost(Runnable listener) {
		if (this.kept != null) {
			this.kept.lease().onLost(listener);
		}
	}

	/**
	 * Gives the turn back if it is still this run's. Never fails: a turn that cannot be
	 * given back ends with its lease.
	 */
	@Override
	public void close() {
		if (this.kept != null) {
			this.kept.release().run();
		}
	}

	UserTag user() {
		return this.user;
	}

	@Nullable Kept kept() {
		return this.kept;
	}

}
