package dev.agentservice.guard.inspection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import dev.agentservice.guard.classifier.InjectionClassifier;
import dev.agentservice.guard.injection.Examination;
import dev.agentservice.guard.injection.InjectionDetector;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Looks for instructions in a text that try to take over an agent. Knows no modes: what
 * becomes of a text that should be blocked is up to the caller. Takes time linear in the
 * text. Safe for use by several threads.
 */
public final class InjectionGuard {

	/** A classifier never blocks by itself: that is up to the agent's threshold. */
	private static final double CERTAIN = 0.99;

	private final InjectionDetector detector = InjectionDetector.shipped();

	private final @Nullable InjectionClassifier classifier;

	private final Duration timeout;

	private final InspectionSlots slots;

	/**
	 * Creates a guard with the rules that come with the release.
	 * @param classifier has a say in the score too; null for none
	 * @param timeout how long an inspection may take, the classifier's part included
	 * @param slots how many texts are inspected at once
	 */
	public InjectionGuard(@Nullable InjectionClassifier classifier, Duration timeout, InspectionSlots slots) {
		this.classifier = classifier;
		this.timeout = timeout;
		this.slots = slots;
	}

	/** Creates a guard that inspects as much at once as is asked of it. */
	public InjectionGuard(@Nullable InjectionClassifier classifier, Duration timeout) {
		this(classifier, timeout, new InspectionSlots(Integer.MAX_VALUE, 0, new SimpleMeterRegistry()));
	}

	/** When an inspection that begins now has to be over. */
	public Deadline deadline() {
		return Deadline.after(this.timeout);
	}

	/**
	 * Inspects a text.
	 * @param text any text, as it would go to the model
	 * @param origin who wrote it
	 * @return what was found
	 * @throws GuardException if the text could not be inspected, or not in time
	 */
	public Inspection inspect(String text, Origin origin) {
		return inspect(text, origin, deadline());
	}

	/**
	 * Inspects one of several texts.
	 * @param deadline when all of them have to be inspected
	 * @throws ProblemException {@code overloaded} if too much is being inspected, or
	 * {@code guard_unavailable}
	 */
	public Inspection inspect(String text, Origin origin, Deadline deadline) {
		return closed(() -> {
			Inspection inspection = Inspection.of(examine(text, origin, deadline));
			return (this.classifier != null) ? inspection.with(classified(this.classifier, text, deadline))
					: inspection;
		});
	}

	/**
	 * Inspects how several texts read when they are joined.
	 * @param known the rules that were found in one of them; only what their joining adds
	 * counts
	 * @param deadline when all of it has to be inspected
	 * @throws ProblemException {@code overloaded} or {@code guard_unavailable}
	 */
	public Inspection inspectJoined(String text, Origin origin, Set<String> known, Deadline deadline) {
		return closed(() -> Inspection.of(examine(text, origin, deadline).without(known)));
	}

	private Examination examine(String text, Origin origin, Deadline deadline) {
		return this.slots.within(deadline, () -> this.detector.examine(text, origin.untrusted(), deadline));
	}

	private static Inspection closed(Supplier<Inspection> inspection) {
		try {
			return inspection.get();
		}
		catch (ProblemException | CancellationException ex) {
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

}
