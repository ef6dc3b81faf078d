package dev.agentservice.llm.resilience;

import java.time.Duration;

import dev.agentservice.llm.model.ModelId;
import io.micrometer.core.instrument.Counter;

/**
 * Lets calls of one provider through, or one at a time while it refuses the key.
 * Thread-safe.
 */
final class KeyDoor {

	/** A single one may be the provider's fault. */
	private static final int IN_A_ROW = 3;

	private final Duration pause;

	private final Counter counter;

	private int inARow;

	private boolean probing;

	private long nextProbe;

	KeyDoor(Duration pause, Counter counter) {
		this.pause = pause;
		this.counter = counter;
	}

	/** Whether the call is the one that checks. */
	synchronized boolean enter(ModelId model, long now) {
		if (this.inARow < IN_A_ROW || this.pause.isZero()) {
			return false;
		}
		if (this.probing || this.nextProbe - now > 0) {
			throw SparedException.keyRefused(model);
		}
		this.probing = true;
		return true;
	}

	synchronized void left(boolean probe, boolean refused, boolean answered, long now) {
		if (probe) {
			this.probing = false;
		}
		if (refused) {
			refused(now);
		}
		else if (answered) {
			this.inARow = 0;
		}
	}

	private void refused(long now) {
		this.counter.increment();
		this.inARow = Math.min(IN_A_ROW, this.inARow + 1);
		this.nextProbe = now + this.pause.toNanos();
	}

}
