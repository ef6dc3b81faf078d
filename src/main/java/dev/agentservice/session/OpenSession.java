package dev.agentservice.session;

import java.util.List;

import dev.agentservice.identity.UserTag;
import org.jspecify.annotations.Nullable;

/**
 * A run's place in a conversation: admitted, with the latest turns, and the only one that
 * may write the next.
 */
public final class OpenSession {

	/**
	 * The part that only a kept conversation has.
	 *
	 * @param id the session
	 * @param agent the agent that answers this turn
	 * @param stored the session as it was read
	 */
	record Kept(SessionId id, String agent, StoredSession stored) {

	}

	private final UserTag user;

	private final String epoch;

	private final @Nullable Kept kept;

	OpenSession(UserTag user, String epoch, @Nullable Kept kept) {
		this.user = user;
		this.epoch = epoch;
		this.kept = kept;
	}

	/** The user's epoch at admission: every write of personal data has to demand it. */
	public String epoch() {
		return this.epoch;
	}

	/** Whether there is a conversation, and so a turn to hold. */
	public boolean isKept() {
		return this.kept != null;
	}

	/** The latest turns, oldest first; empty for a new or unkept conversation. */
	public List<Turn> turns() {
		return (this.kept != null) ? this.kept.stored().turns() : List.of();
	}

	/**
	 * Whether side effects may not be the user's wish, because of what was said or read
	 * in the conversation so far, in turns that are no longer kept, too.
	 */
	public boolean isCareful() {
		return this.kept != null && this.kept.stored().isCareful();
	}

	UserTag user() {
		return this.user;
	}

	@Nullable Kept kept() {
		return this.kept;
	}

}
