package dev.agentservice.session;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.support.Deadline;

/**
 * A turn that this replica holds. It is lost when Redis says so, or when Redis could not
 * be asked for as long as the lease lasts.
 */
final class TurnLease {

	private final String key;

	private final String owner;

	private final List<Runnable> listeners = new ArrayList<>();

	private volatile Deadline certain;

	private boolean lost;

	private boolean ended;

	TurnLease(String key, String owner, Deadline certain) {
		this.key = key;
		this.owner = owner;
		this.certain = certain;
	}

	String key() {
		return this.key;
	}

	String owner() {
		return this.owner;
	}

	/** Redis renewed the lease: it cannot end before this. */
	void renewed(Deadline until) {
		this.certain = until;
	}

	/** Whether the lease may have ended without our knowing. */
	boolean uncertain() {
		return this.certain.passed();
	}

	/** Ends the turn on our side; the answer says whether it had not ended before. */
	synchronized boolean end() {
		boolean first = !this.ended;
		this.ended = true;
		return first;
	}

	synchronized boolean lost() {
		return this.lost;
	}

	/** Tells once, on a thread of its own; at once if it has happened already. */
	void onLost(Runnable listener) {
		synchronized (this) {
			if (!this.lost) {
				this.listeners.add(listener);
				return;
			}
		}
		Thread.startVirtualThread(listener);
	}

	void lose() {
		List<Runnable> told;
		synchronized (this) {
			this.lost = true;
			told = List.copyOf(this.listeners);
			this.listeners.clear();
		}
		told.forEach(Thread::startVirtualThread);
	}

}
