package dev.agentservice.knowledge.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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

	private final int share;

	/** How many slots a tenant has, guarded by itself. */
	private final Map<String, Integer> taken = new HashMap<>();

	IngestSlots() {
		this(LIMIT, LIMIT, Duration.ofSeconds(1));
	}

	/**
	 * Slots.
	 * @param limit how many there are
	 * @param share how many of them one tenant may have
	 * @param patience how long to wait for one
	 */
	IngestSlots(int limit, int share, Duration patience) {
		this.free = new Semaphore(limit, true);
		this.share = share;
		this.patience = patience;
	}

	/**
	 * Does something in a slot of a tenant's share.
	 * @throws ProblemException {@code overloaded} if there is none
	 */
	<T> T within(String tenantTag, Supplier<T> work) {
		if (!count(tenantTag)) {
			throw IngestProblems.overloaded();
		}
		try {
			return within(work);
		}
		finally {
			uncount(tenantTag);
		}
	}

	private boolean count(String tenantTag) {
		synchronized (this.taken) {
			int now = this.taken.getOrDefault(tenantTag, 0);
			if (now < this.share) {
				this.taken.put(tenantTag, now + 1);
			}
			return now < this.share;
		}
	}

	private void uncount(String tenantTag) {
		synchronized (this.taken) {
			this.taken.computeIfPresent(tenantTag, (_, now) -> (now > 1) ? now - 1 : null);
		}
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
