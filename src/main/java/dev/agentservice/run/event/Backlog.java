package dev.agentservice.run.event;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.run.event.store.NewEvent;

/**
 * Events that were emitted while a block was being sent. Not thread-safe.
 */
final class Backlog {

	/** One block of them must not occupy the store's only thread for long. */
	private static final int MAX_EVENTS = 256;

	/**
	 * Bounds the memory of a run while the store is unavailable: this much waits, and as
	 * much is being sent. 500 runs then hold some 64 MB.
	 */
	private static final int MAX_BYTES = 64 * 1024;

	private final List<NewEvent> events = new ArrayList<>();

	private int bytes;

	/**
	 * Whether the next event has to wait; a single one never has to, regardless of its
	 * size.
	 */
	boolean isFull() {
		return this.events.size() >= MAX_EVENTS || this.bytes >= MAX_BYTES;
	}

	boolean isEmpty() {
		return this.events.isEmpty();
	}

	void add(NewEvent event) {
		this.events.add(event);
		this.bytes += event.size();
	}

	/** Takes all of them. */
	List<NewEvent> take() {
		List<NewEvent> taken = List.copyOf(this.events);
		this.events.clear();
		this.bytes = 0;
		return taken;
	}

}
