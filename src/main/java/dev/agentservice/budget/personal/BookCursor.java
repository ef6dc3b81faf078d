package dev.agentservice.budget.personal;

/**
 * Where the erasure of a user's books goes on.
 *
 * @param pseudonym what the user is called from then on: one for each erasure
 * @param lastDay the day of the erasure; what is spent later is not touched by it
 * @param phase what it is at
 * @param inner where that goes on
 */
record BookCursor(String pseudonym, String lastDay, Phase phase, String inner) {

	/**
	 * What is done, in this order. What is erased is counted before, because a count that
	 * a crash loses could not be made again.
	 */
	enum Phase {

		/** Counts books of runs. */
		COUNT_RUNS,
		/** Deletes them. */
		RUNS,
		/** Deletes closed reservations, which are not counted. */
		RESERVATIONS,
		/** Counts books of days. */
		COUNT_DAYS,
		/** Gives them a pseudonym. */
		DAYS;

		/** What comes after it; the last one repeats itself. */
		private Phase next() {
			return switch (this) {
				case COUNT_RUNS -> RUNS;
				case RUNS -> RESERVATIONS;
				case RESERVATIONS -> COUNT_DAYS;
				case COUNT_DAYS, DAYS -> DAYS;
			};
		}

	}

	static BookCursor begin(String pseudonym, String lastDay) {
		return new BookCursor(pseudonym, lastDay, Phase.COUNT_RUNS, "");
	}

	static BookCursor of(String text) {
		String[] parts = text.split("/", 4);
		return new BookCursor(parts[0], parts[1], Phase.valueOf(parts[2]), parts[3]);
	}

	/** After a slice of which this is the rest; the empty text if there is none. */
	BookCursor after(String rest) {
		return new BookCursor(this.pseudonym, this.lastDay, rest.isEmpty() ? this.phase.next() : this.phase, rest);
	}

	/** All of it once more, when the day is over. */
	BookCursor again() {
		return begin(this.pseudonym, this.lastDay);
	}

	@Override
	public String toString() {
		return this.pseudonym + "/" + this.lastDay + "/" + this.phase + "/" + this.inner;
	}

}
