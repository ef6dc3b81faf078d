package dev.agentservice.session;

import java.util.List;

import dev.agentservice.identity.UserTag;
import dev.agentservice.session.OpenSession.Kept;
import dev.agentservice.support.json.UnreadableStateException;
import org.jspecify.annotations.Nullable;

/**
 * How a run asks for its place in a conversation: what the fragment {@code session-open}
 * wants, and what to make of its answer.
 */
public final class SessionOpening {

	private final UserTag user;

	private final @Nullable SessionId id;

	private final String agent;

	private final SessionStep step;

	private final SessionJson json;

	SessionOpening(UserTag user, @Nullable SessionId id, String agent, SessionStep step, SessionJson json) {
		this.user = user;
		this.id = id;
		this.agent = agent;
		this.step = step;
		this.json = json;
	}

	/** Keys and arguments of {@code open_session}. */
	public SessionStep step() {
		return this.step;
	}

	/** The key of the turn's lock; never written if no conversation is kept. */
	public String turnKey() {
		return new SessionKeys(this.user).turn(this.id);
	}

	/** Whether a conversation is kept. */
	public boolean isKept() {
		return this.id != null;
	}

	/**
	 * The session as {@code open_session} granted it.
	 * @param epoch its first answer
	 * @param head its third answer, or null for Lua's false
	 * @param turns its fourth answer
	 * @throws UnreadableStateException if this release cannot read the session
	 */
	public OpenSession opened(String epoch, @Nullable String head, List<?> turns) {
		Kept kept = (this.id != null) ? new Kept(this.id, this.agent, this.json.read(head, turns)) : null;
		return new OpenSession(this.user, epoch, kept);
	}

}
