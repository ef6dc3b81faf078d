package dev.agentservice.guard;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.guard.classifier.InjectionClassifier;
import dev.agentservice.guard.injection.Evidence;
import dev.agentservice.guard.injection.Examination;
import dev.agentservice.guard.injection.InjectionDetector;
import dev.agentservice.guard.normal.decode.Disguise;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Looks for instructions in a text that try to take over an agent. Knows no modes: what
 * becomes of a text that should be blocked is up to the caller. Takes time linear in the
 * text. Safe for use by several threads.
 */
public final class InjectionGuard {

	private static final Finding UNREADABLE = new Finding("obfuscation.too-deep", Direction.INPUT, 1, true,
			"Hides more in encodings than can be looked at.");

	/** A classifier never blocks by itself: that is up to the agent's threshold. */
	private static final double CERTAIN = 0.99;

	private static final Finding COMBINED = new Finding("combined", Direction.INPUT, 1, false,
			"Many weak signs together.");

	private final InjectionDetector detector = new InjectionDetector();

	private final @Nullable InjectionClassifier classifier;

	private final Duration timeout;

	/**
	 * Creates a guard with the rules that come with the release.
	 * @param classifier has a say in the score too; null for none
	 * @param timeout how long an inspection may take, the classifier's part included
	 */
	public InjectionGuard(@Nullable InjectionClassifier classifier, Duration timeout) {
		this.classifier = classifier;
		this.timeout = timeout;
	}

	/**
	 * Inspects a text.
	 * @param text any text, as it would go to the model
	 * @param origin who wrote it
	 * @return what was found
	 * @throws GuardException if the text could not be inspected, or not in time
	 */
	public Inspection inspect(String text, Origin origin) {
		try {
			Deadline deadline = Deadline.after(this.timeout);
			Inspection inspection = inspection(this.detector.examine(text, origin.untrusted(), deadline));
			return (this.classifier != null) ? inspection.with(classified(this.classifier, text, deadline))
					: inspection;
		}
		catch (GuardException ex) {
			throw ex;
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new GuardException(ex);
		}
	}

	private static Finding classified(InjectionClassifier classifier, String text, Deadline deadline) {
		double score = classifier.score(text, deadline);
		if (!(score >= 0 && score <= 1)) {
			throw new IllegalStateException("The classifier's score is " + score + ", not from 0 to 1");
		}
		return new Finding("classifier", Direction.INPUT, Math.min(score, CERTAIN), false, "The classifier says so.");
	}

	private static Inspection inspection(Examination examined) {
		List<Finding> findings = Stream
			.concat(examined.evidence().stream().map(InjectionGuard::finding),
					examined.unreadable() ? Stream.of(UNREADABLE) : Stream.empty())
			.sorted(Comparator.comparingDouble(Finding::weight).reversed())
			.toList();
		boolean combined = examined.blocks() && findings.stream().noneMatch(Finding::blocks);
		return new Inspection(combined ? Stream.concat(Stream.of(COMBINED), findings.stream()).toList() : findings,
				examined.score(), examined.score() >= Inspection.SUSPICIOUS, examined.blocks());
	}

	private static Finding finding(Evidence evidence) {
		return new Finding(evidence.rule().id(), Direction.INPUT, evidence.weight(),
				evidence.disguise() != Disguise.NONE, evidence.rule().reason());
	}

}
