package dev.agentservice.run;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.agentservice.agent.Cancellation;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * The places of runs in flight on this replica. One is taken before anything else is done
 * for a run, so what is refused here has cost nothing. Counts
 * {@code agent.overload.rejections} (reason).
 * <p>
 * Two semaphores and not a library's bulkhead, which bounds how long callers wait but not
 * how many: a line as long as the rush would only make everybody late.
 */
@Component
class Places {

	private static final Duration RETRY_SOON = Duration.ofSeconds(1);

	private final InFlightSettings settings;

	/** Fair, so that nobody overtakes the line. */
	private final Semaphore free;

	private final Semaphore line;

	private final Set<Place> taken = ConcurrentHashMap.newKeySet();

	private final Counter full;

	private final Counter stopping;

	private volatile boolean closed;

	Places(InFlightSettings settings, MeterRegistry meters) {
		this.settings = settings;
		this.free = new Semaphore(settings.limit(), true);
		this.line = new Semaphore(settings.maxWaiting());
		this.full = rejections(meters, "full");
		this.stopping = rejections(meters, "stopping");
	}

	/**
	 * Takes a place, perhaps after a short wait.
	 * @throws ProblemException {@code overloaded} if there is none, or none any more
	 */
	Place take() {
		boolean got = !this.closed && acquire();
		if (this.closed) {
			if (got) {
				this.free.release();
			}
			throw stopping();
		}
		if (!got) {
			this.full.increment();
			throw overloaded("There are too many runs at the moment. Please try again soon.");
		}
		Place place = new Place(this::release);
		this.taken.add(place);
		return place;
	}

	/** Says that this replica starts nothing any more, and counts it. */
	ProblemException stopping() {
		this.stopping.increment();
		return overloaded("This replica is stopping. Please try again; another one will answer.");
	}

	/** From now on there are no places. */
	void close() {
		this.closed = true;
	}

	/**
	 * Waits for all runs to end; to be called after {@link #close()}.
	 * @return whether they have
	 * @throws InterruptedException if this thread is interrupted while it waits
	 */
	boolean awaitEmpty(Duration patience) throws InterruptedException {
		if (!this.free.tryAcquire(this.settings.limit(), patience.toNanos(), TimeUnit.NANOSECONDS)) {
			return false;
		}
		this.free.release(this.settings.limit());
		return true;
	}

	/**
	 * Stops the runs that are in flight.
	 * @return how many
	 */
	int stopAll() {
		this.taken.forEach((place) -> place.cancellation().cancel(Cancellation.Reason.SHUTDOWN));
		return this.taken.size();
	}

	private boolean acquire() {
		try {
			// Unlike tryAcquire(), this one asks whether somebody was there before.
			return this.free.tryAcquire(0, TimeUnit.NANOSECONDS) || acquireInLine();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private boolean acquireInLine() throws InterruptedException {
		if (!this.line.tryAcquire()) {
			return false;
		}
		try {
			return this.free.tryAcquire(this.settings.maxWait().toNanos(), TimeUnit.NANOSECONDS);
		}
		finally {
			this.line.release();
		}
	}

	private void release(Place place) {
		this.taken.remove(place);
		this.free.release();
	}

	private static ProblemException overloaded(String detail) {
		return new ProblemException(ProblemCode.OVERLOADED, detail).retryAfter(RETRY_SOON);
	}

	private static Counter rejections(MeterRegistry meters, String reason) {
		return Counter.builder("agent.overload.rejections")
			.description("Runs that were refused because there was no place for them")
			.tags("reason", reason)
			.register(meters);
	}

}
