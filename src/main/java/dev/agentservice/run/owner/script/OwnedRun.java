package dev.agentservice.run.owner.script;

import java.util.List;

import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.identity.UserTag;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.session.OpenSession;
import dev.agentservice.session.SessionOpening;
import dev.agentservice.session.UnreadableSessionException;
import dev.agentservice.support.Deadline;

/**
 * A run that this replica works on.
 *
 * @param token proves it
 * @param order what it is to do, as its first attempt was asked
 * @param first the number of this attempt's first event
 * @param finished what earlier attempts have finished, as they recorded it
 * @param session its place in a conversation
 * @param certain until when it is surely ours if nobody renews the lease
 */
public record OwnedRun(RunToken token, RunOrder order, long first, List<String> finished, OpenSession session,
		Deadline certain) {

	public OwnedRun {
		finished = List.copyOf(finished);
	}

	/**
	 * A run whose attempt has begun here.
	 * @throws UnreadableSessionException if this release cannot read its session
	 */
	public static OwnedRun of(RunToken token, RunOrder order, SessionOpening session, Deadline certain,
			BegunAttempt begun) {
		OpenSession open = session.opened(begun.epoch(), begun.head(), begun.turns());
		return new OwnedRun(token, order, begun.first(), begun.finished(), open, certain);
	}

	/** Whose run this is. */
	public UserTag user() {
		return this.token.user();
	}

	/** What is switched for it, since its first attempt. */
	public ResolvedFlags flags() {
		return this.order.flags();
	}

	/** The same, with more to be said against its input. */
	public OwnedRun with(boolean suspicious, boolean untrustedHistory) {
		return new OwnedRun(this.token, this.order.with(this.order.input().with(suspicious, untrustedHistory)),
				this.first, this.finished, this.session, this.certain);
	}

	/** The run's id. */
	public String id() {
		return this.token.id();
	}

	/** The fencing token: how many owners the run has had, this one included. */
	public int attempt() {
		return this.token.attempt();
	}

}
