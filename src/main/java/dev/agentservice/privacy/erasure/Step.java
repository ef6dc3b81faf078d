package dev.agentservice.privacy.erasure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a step made of an erasure.
 *
 * @param erasure how far it is now
 * @param pause when the next step is due; null if there is none
 */
record Step(Erasure erasure, @Nullable Duration pause) {

	/** The next step is due at once. */
	static Step on(Erasure erasure) {
		return new Step(erasure, Duration.ZERO);
	}

	/** The next step is due after a time. */
	static Step after(Duration pause, Erasure erasure) {
		return new Step(erasure, pause);
	}

	/** It was the last. */
	static Step last(Erasure erasure) {
		return new Step(erasure, null);
	}

}
