package dev.agentservice.run.slot;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.agentservice.agent.Cancellation;
import dev.agentservice.identity.Caller;
import dev.agentservice.support.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The slots of runs in flight on this replica. One is taken before anything else is done
 * for a run, so a refusal here has cost nothing. No user and no tenant gets more than a
 * share of them, and a run that waits for its session's turn has none. Counts
 * {@code agent.overload.rejections} (reason), and shows {@code agent.inflight} and
 * {@code agent.queued}.
 * <p>
 * Two semaphores instead of a library's bulkhead, which bounds how long callers wait but
 * not how many: under overload an unbounded queue would only delay all of them.
 */
@Component
public class InFlightRuns {

	private final InFlightProperties properties;

	/** Fair, so that runs get slots in the order of their requests. */
	private final Semaphore free;

	private final Semaphore line;

	private final Shares shares;

	private final Semaphore queue;

	private final Shares queueShares;

	private final Set<InFlightSlot> taken = ConcurrentHashMap.newKeySet();

	private final Set<InFlightSlot> queued = ConcurrentHashMap.newKeySet();

	private final Map<PlaceRefusal, Counter> refusals = new EnumMap<>(PlaceRefusal.class);

	/** For runs from the queue, beside {@link #free}. */
	private final Semaphore async;

	private volatile boolean closed;

	private volatile boolean handingOver;

	InFlightRuns(InFlightProperties properties, AsyncProperties async, MeterRegistry meters) {
		this.properties = properties;
		this.async = new Semaphore(async.limit());
		this.free = new Semaphore(properties.limit(), true);
		this.line = new Semaphore(properties.maxWaiting());
		this.shares = new Shares(properties.limit(), properties.userPercent(), properties.tenantPercent());
		this.queue = new Semaphore(properties.maxQueued());
		this.queueShares = new Shares(properties.maxQueued(), properties.userPercent(), properties.tenantPercent());
		meters.gaugeCollectionSize("agent.inflight", Tags.empty(), this.taken);
		meters.gaugeCollectionSize("agent.queued", Tags.empty(), this.queued);
		for (PlaceRefusal refusal : PlaceRefusal.values()) {
			this.refusals.put(refusal, rejections(meters, refusal.label()));
		}
	}

	/**
	 * Takes a slot, perhaps after a short wait.
	 * @param caller the run's caller
	 * @throws ProblemException {@code overloaded} if there is none, or none any more;
	 * {@code rate_limited} if the caller has too many
	 */
	public InFlightSlot take(Caller caller) {
		InFlightSlot slot = new InFlightSlot(this, caller);
		PlaceRefusal refusal = tryTake(slot);
		if (refusal != null) {
			throw refused(refusal);
		}
		return slot;
	}

	/**
	 * Takes a slot for a run from the queue, if one is free. Users and tenants have their
	 * shares of the queue, so they need none here.
	 */
	public Optional<InFlightSlot> takeQueued() {
		if (this.closed || this.handingOver || !this.async.tryAcquire()) {
			return Optional.empty();
		}
		if (!this.free.tryAcquire()) {
			this.async.release();
			return Optional.empty();
		}
		InFlightSlot slot = new InFlightSlot(this, null);
		this.taken.add(slot);
		if (this.handingOver) {
			slot.close();
			return Optional.empty();
		}
		return Optional.of(slot);
	}

	/**
	 * From now on no runs are taken from the queue, and those in flight that another
	 * owner can continue stop before their next step.
	 */
	public void handOver() {
		this.handingOver = true;
		this.taken.forEach((slot) -> slot.cancellation().handOver());
	}

	/**
	 * Checks that a slot could be taken, while the user is not known yet.
	 * @throws ProblemException {@code overloaded} if not
	 */
	public void demandOne() {
		if (this.closed || !acquire()) {
			throw refused(this.closed ? PlaceRefusal.STOPPING : PlaceRefusal.FULL);
		}
		this.free.release();
	}

	/** The problem of a replica that accepts no runs any more; counts the refusal. */
	public ProblemException stopping() {
		return refused(PlaceRefusal.STOPPING);
	}

	/**
	 * From now on there are no slots: clients that wait for one are refused and may try
	 * another replica.
	 */
	public void close() {
		this.closed = true;
		this.queued.forEach(InFlightRuns::stop);
	}

	/**
	 * Waits for all runs to end; to be called after {@link #close()}.
	 * @return whether they have
	 * @throws InterruptedException if this thread is interrupted while it waits
	 */
	public boolean awaitEmpty(Duration patience) throws InterruptedException {
		if (!this.free.tryAcquire(this.properties.limit(), patience.toNanos(), TimeUnit.NANOSECONDS)) {
			return false;
		}
		this.free.release(this.properties.limit());
		return true;
	}

	/**
	 * Stops the runs that are in flight.
	 * @return how many
	 */
	public int stopAll() {
		this.taken.forEach(InFlightRuns::stop);
		return this.taken.size();
	}

	/** Lets a run wait for its session's turn. */
	void enqueue(InFlightSlot slot) {
		Shares.Owner full = this.queueShares.take(slot.requireCaller());
		if (full != null) {
			throw refused((full == Shares.Owner.USER) ? PlaceRefusal.USER_QUEUE : PlaceRefusal.TENANT_QUEUE);
		}
		if (!this.queue.tryAcquire()) {
			this.queueShares.giveBack(slot.requireCaller());
			throw refused(PlaceRefusal.QUEUE_FULL);
		}
		this.queued.add(slot);
		if (this.closed) {
			stop(slot);
		}
	}

	/** The wait is over, with or without the turn. */
	void dequeue(InFlightSlot slot) {
		this.queued.remove(slot);
		this.queue.release();
		this.queueShares.giveBack(slot.requireCaller());
	}

	/** Takes a slot again, if there is one; otherwise the run may try again. */
	boolean resume(InFlightSlot slot) {
		return tryTake(slot) == null;
	}

	void release(InFlightSlot slot) {
		this.taken.remove(slot);
		Caller caller = slot.caller();
		if (caller != null) {
			this.shares.giveBack(caller);
		}
		else {
			this.async.release();
		}
		this.free.release();
	}

	/** A user with a full share does not wait for a slot, either. */
	private @Nullable PlaceRefusal tryTake(InFlightSlot slot) {
		if (this.closed) {
			return PlaceRefusal.STOPPING;
		}
		Shares.Owner full = this.shares.take(slot.requireCaller());
		if (full != null) {
			return (full == Shares.Owner.USER) ? PlaceRefusal.USER_SHARE : PlaceRefusal.TENANT_SHARE;
		}
		if (!acquire()) {
			this.shares.giveBack(slot.requireCaller());
			return this.closed ? PlaceRefusal.STOPPING : PlaceRefusal.FULL;
		}
		this.taken.add(slot);
		if (this.closed) {
			release(slot);
			return PlaceRefusal.STOPPING;
		}
		return null;
	}

	private boolean acquire() {
		try {
			// Unlike tryAcquire(), this one respects the queue.
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
			return this.free.tryAcquire(this.properties.maxWait().toNanos(), TimeUnit.NANOSECONDS);
		}
		finally {
			this.line.release();
		}
	}

	private ProblemException refused(PlaceRefusal refusal) {
		Objects.requireNonNull(this.refusals.get(refusal)).increment();
		return refusal.problem();
	}

	private static void stop(InFlightSlot slot) {
		slot.cancellation().cancel(Cancellation.Reason.SHUTDOWN);
	}

	private static Counter rejections(MeterRegistry meters, String reason) {
		return Counter.builder("agent.overload.rejections")
			.description("Runs that were refused because there was no place for them")
			.tags("reason", reason)
			.register(meters);
	}

}
