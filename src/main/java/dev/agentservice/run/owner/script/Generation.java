package dev.agentservice.run.owner.script;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The user's epoch as a request saw it with its first answer. A request that waits, and
 * asks again after an erasure, would otherwise be admitted under the next epoch and bring
 * its text back. Thread-safe.
 */
public final class Generation {

	private final AtomicReference<@Nullable String> first = new AtomicReference<>();

	/** The request was answered: only the first epoch counts. */
	void saw(@Nullable String epoch) {
		if (epoch != null) {
			this.first.compareAndSet(null, epoch);
		}
	}

	/** The first epoch, or the empty text while there is none. */
	String epoch() {
		String epoch = this.first.get();
		return (epoch != null) ? epoch : "";
	}

}
