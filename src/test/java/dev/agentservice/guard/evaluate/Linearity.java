package dev.agentservice.guard.evaluate;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Whether the work on a text grows as the text does. What counts is the processor time of
 * the one thread, the least of some attempts, so that a busy machine changes little.
 *
 * @param shortest the length of the shortest text, in characters
 * @param doublings how often it is doubled
 * @param clock the time so far, in nanoseconds
 */
record Linearity(int shortest, int doublings, LongSupplier clock) {

	/**
	 * The most by which the time may grow with one doubling, on average. Linear is 2;
	 * what grows with the power of 1.5 is 2.83, what goes back to the start each time, 4.
	 */
	static final double MOST = 2.6;

	/** Less is no time that can be compared. */
	private static final long MEASURABLE_NANOS = 400_000;

	/** One that goes by the processor time of the calling thread. */
	static Linearity ofThread(int shortest, int doublings) {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		return new Linearity(shortest, doublings, threads::getCurrentThreadCpuTime);
	}

	/**
	 * Measures; again, and more often, where the first impression is bad.
	 * @param family makes the texts
	 * @param work what is done with a text
	 */
	Growth measure(IntFunction<String> family, Consumer<String> work) {
		Growth growth = measure(family, work, 3);
		return (growth.perDoubling() > MOST) ? measure(family, work, 12) : growth;
	}

	private Growth measure(IntFunction<String> family, Consumer<String> work, int attempts) {
		long first = least(family.apply(this.shortest), work, attempts);
		long last = least(family.apply(this.shortest << this.doublings), work, attempts);
		double ratio = (double) last / Math.max(first, MEASURABLE_NANOS);
		return new Growth(Math.pow(ratio, 1.0 / this.doublings), last);
	}

	private long least(String text, Consumer<String> work, int attempts) {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < attempts; i++) {
			long begun = this.clock.getAsLong();
			work.accept(text);
			least = Math.min(least, this.clock.getAsLong() - begun);
		}
		return least;
	}

	/**
	 * What came out.
	 *
	 * @param perDoubling by how much the time grew with each doubling, on average
	 * @param nanos the time that the longest text took
	 */
	record Growth(double perDoubling, long nanos) {

		boolean linear() {
			return this.perDoubling <= MOST;
		}

	}

}
