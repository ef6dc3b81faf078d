package dev.agentservice.guard.evaluate.report;

import dev.agentservice.guard.evaluate.set.Case;

/**
 * A case and what became of it.
 *
 * @param of the case
 * @param verdict what became of it
 */
public record Outcome(Case of, Verdict verdict) {

	/** Whether the guard was wrong. */
	boolean wrong() {
		return this.verdict != Verdict.NOT_ASKED && (this.verdict == Verdict.BLOCKED) != this.of.attack();
	}

}
