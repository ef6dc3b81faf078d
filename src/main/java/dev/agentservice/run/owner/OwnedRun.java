package dev.agentservice.run.owner;

import java.util.List;

import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.identity.UserTag;
import dev.agentservice.run.record.RunDocument;
import dev.agentservice.session.OpenSession;
import dev.agentservice.support.Deadline;

/**
 * A run that this replica works on.
 *
 * @param token proves it
 * @param first the number of this attempt's first event
 * @param finished what earlier attempts have finished, as they recorded it
 * @param document what was written down of it when it was first asked for
 * @param session its place in a conversation
 * @param certain until when it is surely ours if nobody renews the lease
 */
public record OwnedRun(RunToken token, long first, List<String> finished, RunDocument document, OpenSession session,
		Deadline certain) {

	public OwnedRun {
		finished = List.copyOf(finished);
	}

	/** Whose run this is. */
	public UserTag user() {
		return this.token.user();
	}

	/** What is switched for it, since its first attempt. */
	public ResolvedFlags flags() {
		return this.document.resolved();
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
