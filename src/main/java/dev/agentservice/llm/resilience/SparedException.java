package dev.agentservice.llm.resilience;

import java.time.Duration;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelId;
import org.jspecify.annotations.Nullable;

/**
 * A model that was not called: its circuit is open, it is paused, or its provider refuses
 * the key.
 */
public final class SparedException extends ModelException {

	private final Reason reason;

	private final Duration unasked;

	private final boolean mayProbe;

	private SparedException(ModelId model, Kind kind, @Nullable Duration retryAfter, Reason reason, Duration unasked,
			boolean mayProbe) {
		super(model, kind, retryAfter, null);
		this.reason = reason;
		this.unasked = unasked;
		this.mayProbe = mayProbe;
	}

	/**
	 * It has failed too often recently.
	 * @param open how long its circuit stays open
	 * @param unasked how long ago it was called last
	 */
	public static SparedException circuitOpen(ModelId model, Duration open, Duration unasked) {
		return new SparedException(model, Kind.CIRCUIT_OPEN, open, Reason.CIRCUIT, unasked, true);
	}

	/**
	 * Its provider has asked for a pause.
	 * @param remaining the remainder of the pause
	 * @param mayProbe whether the model may be tried before the end of the pause
	 */
	static SparedException paused(ModelId model, Duration remaining, boolean mayProbe) {
		return new SparedException(model, Kind.CIRCUIT_OPEN, remaining, Reason.PAUSE, Duration.ZERO, mayProbe);
	}

	/** Its provider refuses the service's key, and an operator has to fix that. */
	static SparedException keyRefused(ModelId model) {
		return new SparedException(model, Kind.UNAUTHORIZED, null, Reason.KEY, Duration.ZERO, false);
	}

	Reason reason() {
		return this.reason;
	}

	/** How long ago the model was called last. */
	Duration unasked() {
		return this.unasked;
	}

	/** Whether it may be called as a last resort. */
	boolean mayProbe() {
		return this.mayProbe;
	}

	/** Why it is not called. */
	enum Reason {

		/** It failed too often. */
		CIRCUIT,
		/** Its provider has asked for a pause. */
		PAUSE,
		/** Its provider refuses the service's key. */
		KEY

	}

}
