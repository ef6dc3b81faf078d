package dev.agentservice.support.resilience;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many calls may be repeated, over all that share the budget: a share of all calls of
 * the last seconds, so that what is in trouble does not get a multiple of its load.
 * Thread-safe.
 */
public final class RetryBudget {

	private static final int SLICES = 10;

	private final Limits limits;

	private final long sliceNanos;

	private final LongSupplier nanoTime;

	private final Deque<Slice> slices = new ArrayDeque<>();

	/**
	 * An unused budget.
	 * @param limits how large it is
	 * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
	 */
	public RetryBudget(Limits limits, LongSupplier nanoTime) {
		this.limits = limits;
		this.sliceNanos = limits.window().toNanos() / SLICES;
		this.nanoTime = nanoTime;
	}

	/** A call that is no retry begins. */
	public synchronized void called() {
		current().calls++;
	}

	/** Asks for one retry, which is counted if it is granted. */
	public synchronized boolean tryRetry() {
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

	/**
	 * Keeps an outage from being multiplied by retries. Counted per replica, over all
	 * calls that share the budget.
	 *
	 * @param percent retries per hundred calls within the window
	 * @param floor retries that are allowed within the window however few calls there are
	 * @param window the time that is looked back
	 */
	public record Limits(@DefaultValue("10") @Min(0) @Max(100) int percent, @DefaultValue("10") @Min(0) int floor,
			@DefaultValue("10s") @NotNull @DurationMin(seconds = 1) Duration window) {
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
