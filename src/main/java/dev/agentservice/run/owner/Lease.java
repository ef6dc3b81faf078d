package dev.agentservice.run.owner;

import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.support.Deadline;

/**
 * What this replica holds while it works on a run. It is lost when Redis says so, or when
 * Redis could not be asked for as long as the lease lasts. Close it when the run is over.
 */
public final class Lease implements AutoCloseable {

	/**
	 * Hears what becomes of a lease, each at most once and on a thread of its own.
	 */
	public interface Listener {

		/** The run is no longer ours: nothing that it does from now on counts. */
		void lost();

		/** Somebody asked the run to stop. */
		void cancelled();

	}

	private final OwnedRun run;

	private final Listener listener;

	private final Runnable release;

	private volatile Deadline certain;

	private boolean lost;

	private boolean cancelled;

	Lease(OwnedRun run, Listener listener, Runnable release) {
		this.run = run;
		this.certain = run.certain();
		this.listener = listener;
		this.release = release;
	}

	OwnedRun run() {
		return this.run;
	}

	/** Until when the run is surely ours. */
	public Deadline certain() {
		return this.certain;
	}

	/** Redis renewed the lease: it cannot end before this. */
	void renewed(Deadline until) {
		this.certain = until;
	}

	synchronized void lose() {
		if (!this.lost) {
			this.lost = true;
			Thread.startVirtualThread(this.listener::lost);
		}
	}

	synchronized void cancel() {
		if (!this.cancelled) {
			this.cancelled = true;
			Thread.startVirtualThread(this.listener::cancelled);
		}
	}

	@Override
	public void close() {
		this.release.run();
	}

}
