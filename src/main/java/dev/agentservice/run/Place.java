package dev.agentservice.run;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.agentservice.agent.Cancellation;

/**
 * A run's place among those in flight, from before its admission to its end.
 */
final class Place implements AutoCloseable {

	private final Cancellation cancellation = new Cancellation();

	private final AtomicBoolean open = new AtomicBoolean(true);

	private final Consumer<Place> release;

	Place(Consumer<Place> release) {
		this.release = release;
	}

	/** Stops whatever happens in this place. */
	Cancellation cancellation() {
		return this.cancellation;
	}

	/** Gives it to somebody else; the second time does nothing. */
	@Override
	public void close() {
		if (this.open.compareAndSet(true, false)) {
			this.release.accept(this);
		}
	}

}
