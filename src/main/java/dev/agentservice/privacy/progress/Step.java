package dev.agentservice.privacy.progress;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a step made of an erasure.
 *
 * @param <D> the document that says how far an erasure is
 * @param erasure how far it is now
 * @param pause when the next step is due; null if there is none
 */
public record Step<D>(D erasure, @Nullable Duration pause) {

	/** The next step is due at once. */
	public static <D> Step<D> on(D erasure) {
		return new Step<>(erasure, Duration.ZERO);
	}

	/** The next step is due after a time. */
	public static <D> Step<D> after(Duration pause, D erasure) {
		return new Step<>(erasure, pause);
	}

	/** It was the last. */
	public static <D> Step<D> last(D erasure) {
		return new Step<>(erasure, null);
	}

}
