package dev.agentservice.guard.injection;

import java.util.List;
import java.util.Set;

/**
 * What the rules say about a text.
 *
 * @param evidence the rules that were found, each once
 * @param unreadable whether more is hidden in the text than can be looked at
 */
public record Examination(List<Evidence> evidence, boolean unreadable) {

	/** Weak evidence together is enough to block from here on. */
	static final double ENOUGH = 0.84;

	/** What it adds that somebody took the trouble to hide what the rules found. */
	private static final double HIDDEN = 0.5;

	/**
	 * How likely it is an injection, if every rule were right as often as its weight says
	 * and independent of the others: 1 - Π(1 - weight). They are not, so this is a score
	 * and no probability.
	 */
	public double score() {
		double harmless = 1;
		for (Evidence found : this.evidence) {
			harmless *= 1 - found.weight();
		}
		if (this.evidence.stream().anyMatch((found) -> !InjectionDetector.COMMON.contains(found.disguise()))) {
			harmless *= 1 - HIDDEN;
		}
		return this.unreadable ? 1 : 1 - harmless;
	}

	/** The same but for some rules. */
	public Examination without(Set<String> rules) {
		return new Examination(this.evidence.stream().filter((found) -> !rules.contains(found.rule().id())).toList(),
				this.unreadable);
	}

	/** Whether one rule is enough, or all together are. */
	public boolean blocks() {
		return score() >= ENOUGH;
	}

}
