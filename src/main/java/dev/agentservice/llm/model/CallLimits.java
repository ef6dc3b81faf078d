package dev.agentservice.llm.model;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long one model call may take before the next model is called, where the settings of
 * its provider do not apply.
 *
 * @param firstToken the longest wait for the first token, signs of life excepted; null
 * for its provider's
 * @param gap the longest wait for the next piece of an answer, regardless of other bytes;
 * null if only silence is limited, by its provider's settings
 * @param response the longest that the call may take as a whole; null for as long as the
 * run may
 */
public record CallLimits(@Nullable Duration firstToken, @Nullable Duration gap, @Nullable Duration response) {

	/** The provider's settings apply. */
	public static final CallLimits NONE = new CallLimits(null, null, null);

}
