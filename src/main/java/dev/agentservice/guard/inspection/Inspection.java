package dev.agentservice.guard.inspection;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.guard.injection.Examination;

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

	private static final Finding UNREADABLE = new Finding("obfuscation.too-deep", Direction.INPUT, 1, true,
			"Hides more in encodings than can be looked at.");

	private static final Finding COMBINED = new Finding("combined", Direction.INPUT, 1, false,
			"Many weak signs together.");

	public Inspection {
		findings = List.copyOf(findings);
	}

	/** What the rules found. */
	static Inspection of(Examination examined) {
		List<Finding> findings = Stream
			.concat(examined.evidence().stream().map(Finding::of),
					examined.unreadable() ? Stream.of(UNREADABLE) : Stream.empty())
			.sorted(Comparator.comparingDouble(Finding::weight).reversed())
			.toList();
		boolean combined = examined.blocks() && findings.stream().noneMatch(Finding::blocks);
		return new Inspection(combined ? Stream.concat(Stream.of(COMBINED), findings.stream()).toList() : findings,
				examined.score(), examined.score() >= SUSPICIOUS, examined.blocks());
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
