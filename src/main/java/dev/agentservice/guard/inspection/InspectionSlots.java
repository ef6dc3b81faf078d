package dev.agentservice.guard.inspection;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Bounds how many texts are inspected at once, so that the guard never takes all
 * processors, and how many wait. Closed on failure: who finds no slot in time is 503
 * {@code overloaded}, counted in {@code agent.overload.rejections} (reason
 * {@code inspection}).
 */
public final class InspectionSlots {

	private static final Duration RETRY_SOON = Duration.ofSeconds(1);

	private final Semaphore free;

	private final Semaphore line;

	private final Counter full;

	/**
	 * Slots.
	 * @param limit how many there are
	 * @param maxWaiting how many may wait for one
	 */
	public InspectionSlots(int limit, int maxWaiting, MeterRegistry meters) {
		this.free = new Semaphore(limit, true);
		this.line = new Semaphore(maxWaiting);
		this.full = Counter.builder("agent.overload.rejections")
			.description("Runs that were refused because there was no place for them")
			.tags("reason", "inspection")
			.register(meters);
	}

	/**
	 * Does something in a slot.
	 * @param deadline until when to wait for it
	 * @throws ProblemException {@code overloaded} if there is none
	 */
	public <T> T within(Deadline deadline, Supplier<T> work) {
		if (!acquire(deadline)) {
			this.full.increment();
			throw new ProblemException(ProblemCode.OVERLOADED,
					"There is too much text to be checked at the moment. Please try again soon.")
				.retryAfter(RETRY_SOON);
		}
		try {
			return work.get();
		}
		finally {
			this.free.release();
		}
	}

	private boolean acquire(Deadline deadline) {
		try {
			return this.free.tryAcquire(0, TimeUnit.NANOSECONDS) || acquireInLine(deadline);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw (CancellationException) new CancellationException("Interrupted while waiting for the guard")
				.initCause(ex);
		}
	}

	private boolean acquireInLine(Deadline deadline) throws InterruptedException {
		if (!this.line.tryAcquire()) {
			return false;
		}
		try {
			return this.free.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		finally {
			this.line.release();
		}
	}

}
