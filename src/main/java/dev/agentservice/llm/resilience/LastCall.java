package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.resilience.SparedException.Reason;

/**
 * A call that can be made when no model of a chain has answered.
 *
 * @param model the model
 * @param why why it may answer now
 */
public record LastCall(ModelId model, Why why) {

	/**
	 * The possible calls, the most promising first. Of models whose circuits are open the
	 * one comes first that was not called for the longest time: it has had the most time
	 * to recover, and where all are down they take turns. One whose provider asked for a
	 * pause is called only if there is no other, and then the one whose pause ends first.
	 * @param failures the last failure of each model of the chain, in the order of the
	 * calls
	 */
	public static List<LastCall> after(List<ModelException> failures) {
		List<ModelException> beforeFallback = failures.subList(0, failures.size() - 1);
		return Stream
			.of(beforeFallback.stream().filter(LastCall::wasCut).map((cut) -> new LastCall(cut.model(), Why.CUT)),
					beforeFallback.stream()
						.filter((failure) -> failure.kind() == Kind.BUSY)
						.map((busy) -> new LastCall(busy.model(), Why.BUSY)),
					spared(failures))
			.flatMap((calls) -> calls)
			.toList();
	}

	private static boolean wasCut(ModelException failure) {
		return failure.answerBegun() && failure.kind().passes();
	}

	private static boolean pausedOnly(List<ModelException> failures) {
		return failures.stream()
			.allMatch((failure) -> failure instanceof SparedException spared && spared.reason() != Reason.CIRCUIT);
	}

	private static Stream<LastCall> spared(List<ModelException> failures) {
		List<SparedException> spared = failures.stream()
			.filter(SparedException.class::isInstance)
			.map(SparedException.class::cast)
			.toList();
		Reason reason = pausedOnly(failures) ? Reason.PAUSE : Reason.CIRCUIT;
		return spared.stream()
			.filter((failure) -> failure.reason() == reason && failure.mayProbe())
			.sorted(Comparator.comparing(SparedException::unasked).reversed().thenComparing(LastCall::timeLeft))
			.map((failure) -> new LastCall(failure.model(), Why.SPARED));
	}

	private static Duration timeLeft(SparedException failure) {
		return Objects.requireNonNullElse(failure.retryAfter(), Duration.ZERO);
	}

	public CallTerms terms() {
		return (this.why == Why.SPARED) ? CallTerms.LAST_RESORT : CallTerms.USUAL;
	}

	/** Why a model is called once more. */
	public enum Why {

		/** It had begun to answer, so it is not down. */
		CUT,
		/**
		 * All connections of its provider were in use, and its fallback was called
		 * instead of a wait.
		 */
		BUSY,
		/** It was not called at all. */
		SPARED

	}

}
