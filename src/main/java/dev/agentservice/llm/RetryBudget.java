package dev.agentservice.llm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * How many calls may be repeated, over all models: a share of all calls of the last
 * seconds, so that a provider in trouble does not get a multiple of its load.
 */
final class RetryBudget {

	private static final int SLICES = 10;

	private final ResilienceProperties.Budget limits;

	private final long sliceNanos;

	private final LongSupplier nanoTime;

	private final Deque<Slice> slices = new ArrayDeque<>();

	RetryBudget(ResilienceProperties.Budget limits, LongSupplier nanoTime) {
		this.limits = limits;
		this.sliceNanos = limits.window().toNanos() / SLICES;
		this.nanoTime = nanoTime;
	}

	/** A call that is no retry begins. */
	synchronized void called() {
		current().calls++;
	}

	/** Asks for one retry, which is counted if it is granted. */
	synchronized boolean tryRetry() {
		Slice now = current();
		long calls = this.slices.stream().mapToLong((slice) -> slice.calls).sum();
		long retries = this.slices.stream().mapToLong((slice) -> slice.retries).sum();
		boolean granted = retries < Math.max(this.limits.floor(), calls * this.limits.percent() / 100);
		if (granted) {
			now.retries++;
		}
		return granted;
	}

	private Slice current() {
		long now = this.nanoTime.getAsLong();
		while (!this.slices.isEmpty() && now - this.slices.getFirst().start >= this.sliceNanos * SLICES) {
			this.slices.removeFirst();
		}
		if (this.slices.isEmpty() || now - this.slices.getLast().start >= this.sliceNanos) {
			this.slices.addLast(new Slice(now));
		}
		return this.slices.getLast();
	}

	private static final class Slice {

		private final long start;

		private long calls;

		private long retries;

		private Slice(long start) {
			this.start = start;
		}

	}

}
