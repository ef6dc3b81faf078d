package dev.agentservice.agent;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The switch that stops a run from outside. Cancelling interrupts the run's thread: on a
 * virtual thread that closes the socket it waits on, so the stop reaches the provider's
 * connection at once.
 */
public final class Cancellation {

	/** Who or what stopped a run. */
	public enum Reason {

		/** The client asked for it. */
		REQUESTED,
		/** The client left, and nobody else reads the answer. */
		CLIENT_LEFT,
		/** The run is somebody else's by now: what this one writes would be lost. */
		LEASE_LOST,
		/** The user's data were erased. */
		ERASED,
		/** An operator switched the agent off. */
		AGENT_DISABLED,
		/** The replica is stopping. */
		SHUTDOWN;

		/** The word for clients, for example {@code client_left}. */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	private @Nullable Thread worker;

	private @Nullable Reason reason;

	private boolean continuable;

	private boolean handOver;

	/** Names the calling thread as the one to interrupt. */
	public synchronized void begin() {
		this.worker = Thread.currentThread();
		if (this.reason != null) {
			this.worker.interrupt();
		}
	}

	/**
	 * The run is over: later cancels do nothing, and the thread is free of an interrupt
	 * that was meant for the run.
	 * @return why the run was cancelled, or null
	 */
	public synchronized @Nullable Reason end() {
		if (this.reason != null && this.worker != null) {
			Thread.interrupted();
		}
		this.worker = null;
		return this.reason;
	}

	/** Stops the run; only the first reason counts. */
	public synchronized void cancel(Reason reason) {
		if (this.reason == null) {
			this.reason = reason;
			if (this.worker != null) {
				this.worker.interrupt();
			}
		}
	}

	/** Another owner could continue the run. */
	public synchronized void allowHandOver() {
		this.continuable = true;
	}

	/** Asks the run to stop before its next step, if another owner could continue it. */
	public synchronized void handOver() {
		this.handOver = true;
	}

	/** Whether the run is to stop before its next step. */
	synchronized boolean isHandOver() {
		return this.continuable && this.handOver;
	}

	/** Whether the run ends here because another owner goes on with it. */
	synchronized boolean isTakenOver() {
		return this.continuable && (this.reason == Reason.SHUTDOWN || this.reason == Reason.LEASE_LOST);
	}

	/**
	 * Lets the run go on, or not.
	 * @throws RunCancelledException if the run was cancelled
	 */
	public synchronized void check() {
		if (this.reason != null) {
			throw new RunCancelledException(this.reason);
		}
	}

}
