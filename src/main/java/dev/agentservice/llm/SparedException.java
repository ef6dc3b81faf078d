package dev.agentservice.llm;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A model that was not asked, because it is being spared.
 */
final class SparedException extends ModelException {

	private final Reason reason;

	private final Duration unasked;

	private SparedException(ModelId model, Kind kind, @Nullable Duration retryAfter, Reason reason, Duration unasked) {
		super(model, kind, retryAfter, null);
		this.reason = reason;
		this.unasked = unasked;
	}

	/**
	 * It has failed too often of late.
	 * @param open how long its circuit stays open
	 * @param unasked how long ago it was asked last
	 */
	static SparedException circuitOpen(ModelId model, Duration open, Duration unasked) {
		return new SparedException(model, Kind.CIRCUIT_OPEN, open, Reason.CIRCUIT, unasked);
	}

	Reason reason() {
		return this.reason;
	}

	/** How long ago the model was asked last. */
	Duration unasked() {
		return this.unasked;
	}

	/** Why it is spared. */
	enum Reason {

		/** It failed too often. */
		CIRCUIT

	}

}
