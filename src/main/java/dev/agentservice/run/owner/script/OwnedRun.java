package dev.agentservice.run.owner.script;

import java.util.List;

import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.identity.UserTag;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.session.OpenSession;
import dev.agentservice.session.SessionOpening;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A run that this replica owns.
 *
 * @param token proves the ownership
 * @param order the order of its first attempt
 * @param first the number of this attempt's first event
 * @param finished what earlier attempts have finished, as they recorded it
 * @param session its conversation so far
 * @param resumption what was before this attempt
 * @param seal what seals its line of the interaction log, or null
 * @param certain until when the lease is certainly valid without a renewal
 */
public record OwnedRun(RunToken token, RunOrder order, long first, List<String> finished, OpenSession session,
		BegunAttempt.Resumption resumption, @Nullable String seal, Deadline certain) {

	public OwnedRun {
		finished = List.copyOf(finished);
	}

	/**
	 * A run that its client has started, whose attempt has begun here.
	 * @throws UnreadableStateException if this release cannot read its session
	 */
	public static OwnedRun of(RunToken token, RunOrder order, SessionOpening session, Deadline certain,
			BegunAttempt begun) {
		return of(token, order, session, certain, begun, BegunAttempt.Resumption.NONE);
	}

	/** The same of a run that was claimed. */
	public static OwnedRun of(RunToken token, RunOrder order, SessionOpening session, Deadline certain,
			BegunAttempt begun, BegunAttempt.Resumption resumption) {
		OpenSession open = session.opened(begun.epoch(), begun.head(), begun.turns());
		return new OwnedRun(token, order, begun.first(), begun.finished(), open, resumption, begun.seal(), certain);
	}

	/** Whose run this is. */
	public UserTag user() {
		return this.token.user();
	}

	/** Its flags, from its first attempt. */
	public ResolvedFlags flags() {
		return this.order.flags();
	}

	/** The same, with further findings about its input. */
	public OwnedRun with(boolean suspicious, boolean untrustedHistory) {
		return new OwnedRun(this.token, this.order.with(this.order.input().with(suspicious, untrustedHistory)),
				this.first, this.finished, this.session, this.resumption, this.seal, this.certain);
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
