package dev.agentservice.guard.inspection;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a guard says about a text that goes to a model.
 *
 * @param findings what was found, the weightiest first; may be empty
 * @param score from 0 (nothing) to 1; a score, not a probability
 * @param suspicious whether the run should be marked
 * @param blocked whether the text should not reach the model, if the agent's mode says
 * {@code block}
 */
public record Inspection(List<Finding> findings, double score, boolean suspicious, boolean blocked) {

	/** The score from which on a text is suspicious. */
	public static final double SUSPICIOUS = 0.5;

	public Inspection {
		findings = List.copyOf(findings);
	}

	/**
	 * The same with a classifier's opinion, which counts where it is the higher score.
	 */
	Inspection with(Finding opinion) {
		double higher = Math.max(this.score, opinion.weight());
		List<Finding> all = (opinion.weight() < SUSPICIOUS) ? this.findings
				: Stream.concat(this.findings.stream(), Stream.of(opinion)).toList();
		return new Inspection(all, higher, higher >= SUSPICIOUS, this.blocked);
	}

}
