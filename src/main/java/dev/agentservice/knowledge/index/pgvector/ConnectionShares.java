package dev.agentservice.knowledge.index.pgvector;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.support.Deadline;

/**
 * Who gets one of the connections: what changes the index has half of them at most, so
 * that neither sweeps nor the filling of a collection keep searches waiting. Failure
 * mode: what finds none within a second, or within its own time, fails. Thread-safe.
 */
final class ConnectionShares {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final Semaphore all;

	private final Semaphore changes;

	ConnectionShares(int connections) {
		this.all = new Semaphore(connections, true);
		this.changes = new Semaphore(Math.max(1, connections / 2), true);
	}

	/**
	 * Takes a place.
	 * @param isChange whether it changes the index
	 * @return what gives the place back
	 * @throws IndexUnavailableException if there is none; that says nothing about the
	 * database
	 */
	Place take(boolean isChange, Deadline deadline) {
		Deadline patience = deadline.within(PATIENCE);
		if (isChange) {
			acquire(this.changes, patience);
		}
		boolean taken = false;
		try {
			acquire(this.all, patience);
			taken = true;
		}
		finally {
			if (!taken && isChange) {
				this.changes.release();
			}
		}
		return () -> {
			this.all.release();
			if (isChange) {
				this.changes.release();
			}
		};
	}

	private static void acquire(Semaphore places, Deadline patience) {
		try {
			if (!places.tryAcquire(patience.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
				throw IndexUnavailableException.late("PostgreSQL: no connection is free", Duration.ZERO, null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw IndexUnavailableException.late("interrupted", Duration.ZERO, ex);
		}
	}

	/** A place that was taken. */
	@FunctionalInterface
	interface Place extends AutoCloseable {

		@Override
		void close();

	}

}
