package dev.agentservice.llm.resilience;

import java.util.function.Supplier;

import dev.agentservice.llm.ModelFailover;

/**
 * The terms of a model call. {@link ModelFailover} sets them and the gateway keeps them;
 * the attempt between the two does not use them. A direct caller of the gateway gets
 * {@link #USUAL}.
 *
 * @param mayWait whether the call may wait for a connection of its provider
 * @param lastResort whether the model is called although its circuit is open
 */
public record CallTerms(boolean mayWait, boolean lastResort) {

	/** For a model without a fallback. */
	public static final CallTerms USUAL = new CallTerms(true, false);

	/**
	 * For a model with a fallback, which is called instead of a wait.
	 */
	public static final CallTerms FALLBACK_LEFT = new CallTerms(false, false);

	/** For a model with an open circuit, after all others have failed. */
	static final CallTerms LAST_RESORT = new CallTerms(true, true);

	private static final ScopedValue<CallTerms> CURRENT = ScopedValue.newInstance();

	/** The terms of this thread's call. */
	public static CallTerms current() {
		return CURRENT.orElse(USUAL);
	}

	/**
	 * Makes a call on these terms.
	 * @param <T> what it answers
	 */
	public <T> T apply(Supplier<T> call) {
		return ScopedValue.where(CURRENT, this).call(call::get);
	}

}
