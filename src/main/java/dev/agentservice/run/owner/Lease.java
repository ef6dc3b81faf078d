package dev.agentservice.run.owner;

import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.support.Deadline;

/**
 * The lease of a run that this replica executes. It is lost when Redis says so, or when
 * Redis was unavailable for as long as the lease lasts. Close it when the run has ended.
 */
public final class Lease implements AutoCloseable {

	/**
	 * Gets the changes of a lease, each at most once and on a thread of its own.
	 */
	public interface Listener {

		/** The run has no valid lease here any more: its further writes are refused. */
		void lost();

		/** The cancellation of the run was requested. */
		void cancelled();

		/** The user's data were erased: nothing of the run is wanted any more. */
		void erased();

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

	/** Until when the lease is certainly valid. */
	public Deadline certain() {
		return this.certain;
	}

	/** Redis renewed the lease: it cannot expire before this. */
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

	synchronized void erase() {
		if (!this.lost) {
			this.lost = true;
			Thread.startVirtualThread(this.listener::erased);
		}
	}

	@Override
	public void close() {
		this.release.run();
	}

}
