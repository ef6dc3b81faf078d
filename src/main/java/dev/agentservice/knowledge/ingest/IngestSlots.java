package dev.agentservice.knowledge.ingest;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.agentservice.support.problem.ProblemException;

/**
 * Bounds how many documents a replica stores at once, so that cutting and judging them
 * never takes all processors. Closed on failure: a document that finds no slot in time is
 * 503 {@code overloaded}.
 */
final class IngestSlots {

	/** Runs go on beside them. */
	static final int LIMIT = 4;

	private final Semaphore free;

	private final Duration patience;

	IngestSlots() {
		this(LIMIT, Duration.ofSeconds(1));
	}

	/**
	 * Slots.
	 * @param limit how many there are
	 * @param patience how long to wait for one
	 */
	IngestSlots(int limit, Duration patience) {
		this.free = new Semaphore(limit, true);
		this.patience = patience;
	}

	/**
	 * Does something in a slot.
	 * @throws ProblemException {@code overloaded} if there is none
	 */
	<T> T within(Supplier<T> work) {
		if (!acquire()) {
			throw IngestProblems.overloaded();
		}
		try {
			return work.get();
		}
		finally {
			this.free.release();
		}
	}

	private boolean acquire() {
		try {
			return this.free.tryAcquire(this.patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
