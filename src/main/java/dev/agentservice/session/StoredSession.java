package dev.agentservice.session;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A session as it was read, to be written on top of.
 *
 * @param json the head exactly as stored, empty for a new session
 * @param head what it says, null for a new session
 * @param turns the latest turns, oldest first
 */
record StoredSession(String json, @Nullable Head head, List<Turn> turns) {

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
	Head headAfter(Turn turn, String agent, int version) {
		return new Head(version, agent, (this.head != null) ? this.head.createdAt() : turn.at(), turn.at(), nextTurn());
	}

	/**
	 * The stored document about a session as a whole.
	 *
	 * @param v the document's version
	 * @param agent the agent that answered last
	 * @param createdAt when the first turn finished
	 * @param updatedAt when the latest turn finished
	 * @param turns the number of the latest turn
	 */
	@JsonNaming(SnakeCaseStrategy.class)
	record Head(int v, String agent, Instant createdAt, Instant updatedAt, int turns) {

		Head {
			Objects.requireNonNull(agent, "agent");
			Objects.requireNonNull(createdAt, "createdAt");
			Objects.requireNonNull(updatedAt, "updatedAt");
			if (turns < 1) {
				throw new IllegalArgumentException("A session begins with its first turn");
			}
		}

	}

}
