package dev.agentservice.guard.evaluate.set;

import java.util.List;

import dev.agentservice.guard.inspection.Origin;

/**
 * A text or a conversation, and what should become of it.
 *
 * @param set which set it is of
 * @param id by which it is named, because the text never is: its own, or its file and its
 * row's number from 0
 * @param family what it is like
 * @param attack whether it should be blocked
 * @param direction where the last turn's text comes from; {@link Origin#HISTORY} says
 * that a client tells all of them, the last as the task
 * @param turns in their order; at least one
 */
public record Case(String set, String id, String family, boolean attack, Origin direction, List<Turn> turns) {

	public Case {
		turns = List.copyOf(turns);
		if (turns.isEmpty()) {
			throw new IllegalArgumentException("a case has a text");
		}
	}

	/** Where the text of a turn comes from, counted from 0. */
	public Origin origin(int turn) {
		if (this.direction != Origin.HISTORY) {
			return this.direction;
		}
		return (turn == this.turns.size() - 1) ? Origin.TASK : Origin.HISTORY;
	}

	/** The same, with what the user says written in another way. */
	public Case written(Evasion evasion) {
		return new Case(this.set, this.id, this.family, this.attack, this.direction,
				this.turns.stream().map((turn) -> turn.written(evasion)).toList());
	}

	/**
	 * What one side says.
	 *
	 * @param role {@code user} or {@code assistant}
	 * @param text as it is sent
	 * @param plain the same before anything in it was encoded
	 */
	public record Turn(String role, String text, String plain) {

		/** A text of a user that is sent as it is. */
		public static Turn of(String text) {
			return new Turn("user", text, text);
		}

		/** In place of the way it was written in: one encoding garbles another. */
		private Turn written(Evasion evasion) {
			return this.role.equals("user") ? new Turn(this.role, evasion.apply(this.plain), this.plain) : this;
		}

	}

}
