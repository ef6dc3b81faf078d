package dev.agentservice.session;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A session as it was read, to be written on top of.
 *
 * @param json the head exactly as stored, empty for a new session
 * @param head what it says, null for a new session
 * @param turns the latest turns, oldest first
 */
record StoredSession(String json, @Nullable SessionHead head, List<Turn> turns) {

	static final StoredSession NONE = new StoredSession("", null, List.of());

	/**
	 * Whether side effects may not be the user's wish in what follows. The latest turn
	 * knows it of all before it. Where none says so, because a release before wrote them,
	 * turns that are no longer there count as careful: nobody can tell.
	 */
	boolean isCareful() {
		boolean said = this.turns.stream().anyMatch((turn) -> turn.careful() != null);
		boolean all = this.head == null || this.head.turns() == this.turns.size();
		return (!said && !all) || this.turns.stream().anyMatch(Turn::leavesCareful);
	}

	/** The number the next turn gets. */
	int nextTurn() {
		return (this.head != null) ? this.head.turns() + 1 : 1;
	}

	/** What the head says once another turn is written. */
	SessionHead headAfter(Turn turn, String agent, int version) {
		return new SessionHead(version, agent, (this.head != null) ? this.head.createdAt() : turn.at(), turn.at(),
				nextTurn());
	}

}
