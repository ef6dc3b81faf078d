package dev.agentservice.llm.model;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long one model call may take before the next model is asked, where that is not left
 * to the settings of its provider.
 *
 * @param firstToken the longest wait for the first token, signs of life excepted; null
 * for its provider's
 * @param gap the longest wait for the next piece of an answer, whatever else comes
 * meanwhile; null if only silence is limited, by its provider's settings
 * @param response the longest that the call may take as a whole; null for as long as the
 * run may
 */
public record CallLimits(@Nullable Duration firstToken, @Nullable Duration gap, @Nullable Duration response) {

	/** All is left to the provider's settings. */
	public static final CallLimits NONE = new CallLimits(null, null, null);

}
