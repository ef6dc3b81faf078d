package dev.agentservice.guard.evaluate.report;

import dev.agentservice.guard.evaluate.set.Evasion;

/**
 * What became of attacks that are blocked, written in another way.
 *
 * @param evasion in which
 * @param attacks how many are blocked as they are
 * @param blocked how many of these still are
 */
public record Evaded(Evasion evasion, int attacks, int blocked) {

	/** The part that stays blocked. */
	public double rate() {
		return (this.attacks == 0) ? 1 : (double) this.blocked / this.attacks;
	}

}
