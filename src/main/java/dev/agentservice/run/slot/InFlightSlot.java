package dev.agentservice.run.slot;

import java.util.Objects;

import dev.agentservice.agent.Cancellation;
import dev.agentservice.identity.Caller;
import dev.agentservice.run.owner.waiting.WorkPlace;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A run's slot among those in flight, from before its admission to its end. While the run
 * waits for its session's turn, others may have it.
 */
public final class InFlightSlot implements WorkPlace, AutoCloseable {

	private final Cancellation cancellation = new Cancellation();

	private final InFlightRuns inFlight;

	private final @Nullable Caller caller;

	private boolean held = true;

	private boolean queued;

	InFlightSlot(InFlightRuns inFlight, @Nullable Caller caller) {
		this.inFlight = inFlight;
		this.caller = caller;
	}

	/** The caller whose share it is of; null for a run from the queue. */
	@Nullable Caller caller() {
		return this.caller;
	}

	Caller requireCaller() {
		return Objects.requireNonNull(this.caller, "runs from the queue have no shares");
	}

	/** Cancels the run in this slot. */
	public Cancellation cancellation() {
		return this.cancellation;
	}

	/**
	 * Releases it until it is taken again.
	 * @throws ProblemException if too many have done so already
	 */
	public synchronized void queue() {
		this.inFlight.enqueue(this);
		this.queued = true;
		giveBack();
	}

	@Override
	public synchronized boolean take() {
		if (!this.held) {
			this.held = this.inFlight.resume(this);
		}
		return this.held;
	}

	@Override
	public synchronized void giveBack() {
		if (this.held) {
			this.held = false;
			this.inFlight.release(this);
		}
	}

	/** The run's turn has come. */
	public synchronized void dequeue() {
		if (this.queued) {
			this.queued = false;
			this.inFlight.dequeue(this);
		}
	}

	/** Releases it for good; the second time does nothing. */
	@Override
	public void close() {
		giveBack();
		dequeue();
	}

}
