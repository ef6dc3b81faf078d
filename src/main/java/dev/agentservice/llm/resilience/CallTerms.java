package dev.agentservice.llm.resilience;

import java.util.function.Supplier;

import dev.agentservice.llm.ModelFailover;
import dev.agentservice.llm.model.ModelReply;

/**
 * The terms on which a model is asked. {@link ModelFailover} knows them and the gateway
 * keeps to them; the attempt between the two has no business with them. A caller that
 * asks the gateway directly gets {@link #USUAL}.
 *
 * @param mayWait whether the call may wait for a place at its provider
 * @param lastResort whether a spared model is asked all the same
 */
public record CallTerms(boolean mayWait, boolean lastResort) {

	/** For a model without a fallback behind it. */
	public static final CallTerms USUAL = new CallTerms(true, false);

	/**
	 * For a model with a fallback behind it, which is asked sooner than a place is free.
	 */
	public static final CallTerms FALLBACK_LEFT = new CallTerms(false, false);

	/** For a spared model, after all others have failed. */
	static final CallTerms LAST_RESORT = new CallTerms(true, true);

	private static final ScopedValue<CallTerms> CURRENT = ScopedValue.newInstance();

	/** The terms of the call that this thread makes. */
	public static CallTerms current() {
		return CURRENT.orElse(USUAL);
	}

	/** Makes a call on these terms. */
	public ModelReply apply(Supplier<ModelReply> call) {
		return ScopedValue.where(CURRENT, this).call(call::get);
	}

}
