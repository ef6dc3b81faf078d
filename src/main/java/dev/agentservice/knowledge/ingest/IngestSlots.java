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

	private final Semaphore free = new Semaphore(LIMIT, true);

	private final Duration patience;

	IngestSlots() {
		this(Duration.ofSeconds(1));
	}

	/**
	 * Slots.
	 * @param patience how long to wait for one
	 */
	IngestSlots(Duration patience) {
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
