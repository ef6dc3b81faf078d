package dev.agentservice.run.owner;

import java.util.List;
import java.util.Objects;

import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.identity.UserTag;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.session.OpenSession;
import dev.agentservice.session.SessionOpening;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.json.UnreadableStateException;
import org.jspecify.annotations.Nullable;

/**
 * A run that this replica owns.
 *
 * @param token proves the ownership
 * @param order the order of its first attempt
 * @param first the number of this attempt's first event
 * @param finished what earlier attempts have finished, as they recorded it
 * @param session its conversation so far
 * @param certain until when the lease is certainly valid without a renewal
 */
public record OwnedRun(RunToken token, RunOrder order, long first, List<String> finished, OpenSession session,
		Deadline certain) {

	public OwnedRun {
		finished = List.copyOf(finished);
	}

	/**
	 * Reads the common part of the replies of {@code run-admit} and {@code run-claim}:
	 * outcome, attempt, number of its first event, finished steps, epoch, head, turns.
	 * @throws UnreadableStateException if this release cannot read its session
	 */
	static OwnedRun of(RunToken token, RunOrder order, SessionOpening session, Deadline certain,
			List<@Nullable Object> reply) {
		OpenSession open = session.opened(Objects.requireNonNull(reply.get(4)), reply.get(5), reply.get(6));
		List<?> finished = (List<?>) Objects.requireNonNull(reply.get(3));
		return new OwnedRun(token, order, (Long) Objects.requireNonNull(reply.get(2)),
				finished.stream().map(String::valueOf).toList(), open, certain);
	}

	/** The number of the attempt in such a reply. */
	static int attempt(List<@Nullable Object> reply) {
		return Math.toIntExact((Long) Objects.requireNonNull(reply.get(1)));
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
