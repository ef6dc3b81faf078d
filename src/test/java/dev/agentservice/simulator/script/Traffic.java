package dev.agentservice.simulator.script;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What goes on on a provider's wire.
 */
public final class Traffic {

	private final AtomicLong requests = new AtomicLong();

	private final AtomicInteger inFlight = new AtomicInteger();

	private final AtomicInteger mostInFlight = new AtomicInteger();

	private final AtomicLong illegal = new AtomicLong();

	private final AtomicLong clientsLeft = new AtomicLong();

	/** All requests so far, refused ones included. */
	public long requests() {
		return this.requests.get();
	}

	/** Requests whose answer is not complete yet. */
	public int inFlight() {
		return this.inFlight.get();
	}

	/** The most requests that were in flight at once. */
	public int mostInFlight() {
		return this.mostInFlight.get();
	}

	/** Clients that closed their connection before the answer was complete. */
	public long clientsLeft() {
		return this.clientsLeft.get();
	}

	/** Requests that broke the provider's rules, on purpose or not. */
	public long illegal() {
		return this.illegal.get();
	}

	void refuse() {
		this.illegal.incrementAndGet();
	}

	void begin() {
		IllegalRequests.countRequest();
		this.requests.incrementAndGet();
		this.mostInFlight.accumulateAndGet(this.inFlight.incrementAndGet(), Math::max);
	}

	void clientLeft() {
		this.clientsLeft.incrementAndGet();
	}

	void end() {
		this.inFlight.decrementAndGet();
	}

}
