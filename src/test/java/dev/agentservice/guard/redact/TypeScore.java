package dev.agentservice.guard.redact;

import dev.agentservice.guard.redact.finding.FindingType;

/**
 * How well the values of a type are found.
 *
 * @param type which
 * @param expected how many there are
 * @param hits how many of these are taken out as a whole
 * @param found how often the type was found
 * @param right how often there is a value of the type in that place
 */
public record TypeScore(FindingType type, int expected, int hits, int found, int right) {

	/** The part of the values that is found; 1 if there is none. */
	public double recall() {
		return (this.expected == 0) ? 1 : (double) this.hits / this.expected;
	}

	/** The part of the findings that is right; 1 if there is none. */
	public double precision() {
		return (this.found == 0) ? 1 : (double) this.right / this.found;
	}

	TypeScore expected(boolean hit) {
		return new TypeScore(this.type, this.expected + 1, this.hits + (hit ? 1 : 0), this.found, this.right);
	}

	TypeScore found(boolean hit) {
		return new TypeScore(this.type, this.expected, this.hits, this.found + 1, this.right + (hit ? 1 : 0));
	}

}
