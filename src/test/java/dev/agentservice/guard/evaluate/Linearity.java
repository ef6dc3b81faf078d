package dev.agentservice.guard.evaluate;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

import dev.agentservice.support.Allocation;

/**
 * Whether the work on a text grows as the text does. What counts is what the one thread
 * used, the least of some attempts: its processor time, which a busy machine changes
 * little, or the memory that it allocated, which no other load changes at all.
 *
 * @param shortest the length of the shortest text, in characters
 * @param doublings how often it is doubled
 * @param meter what was used so far: nanoseconds or bytes
 * @param measurable less is nothing that can be compared
 */
record Linearity(int shortest, int doublings, LongSupplier meter, long measurable) {

	/**
	 * The most by which the work may grow with one doubling, on average. Linear is 2;
	 * what grows with the power of 1.5 is 2.83, what goes back to the start each time, 4.
	 */
	static final double MOST = 2.6;

	private static final int SHORT_ATTEMPTS = 3;

	private static final int LONG_ATTEMPTS = 12;

	private static final long MEASURABLE_NANOS = 400_000;

	private static final long MEASURABLE_BYTES = 100_000;

	/** One that goes by the processor time of the calling thread. */
	static Linearity ofTime(int shortest, int doublings) {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		return new Linearity(shortest, doublings, threads::getCurrentThreadCpuTime, MEASURABLE_NANOS);
	}

	/** One that goes by what the calling thread allocates. */
	static Linearity ofAllocation(int shortest, int doublings) {
		return new Linearity(shortest, doublings, Allocation::bytes, MEASURABLE_BYTES);
	}

	/**
	 * Measures. The short text is tried some times; the long one, which takes most of the
	 * time, only until one attempt is linear, since more of them can but find less.
	 * @param family makes the texts
	 * @param work what is done with a text
	 */
	Growth measure(IntFunction<String> family, Consumer<String> work) {
		long first = least(family.apply(this.shortest), work, SHORT_ATTEMPTS);
		String longest = family.apply(this.shortest << this.doublings);
		Growth growth = growth(first, least(longest, work, 1));
		for (int i = 1; i < LONG_ATTEMPTS && !growth.linear(); i++) {
			growth = growth(first, Math.min(growth.most(), least(longest, work, 1)));
		}
		return growth;
	}

	private Growth growth(long first, long last) {
		double ratio = (double) last / Math.max(first, this.measurable);
		return new Growth(Math.pow(ratio, 1.0 / this.doublings), last);
	}

	private long least(String text, Consumer<String> work, int attempts) {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < attempts; i++) {
			long begun = this.meter.getAsLong();
			work.accept(text);
			least = Math.min(least, this.meter.getAsLong() - begun);
		}
		return least;
	}

	/**
	 * What came out.
	 *
	 * @param perDoubling by how much the work grew with each doubling, on average
	 * @param most what the longest text took
	 */
	record Growth(double perDoubling, long most) {

		boolean linear() {
			return this.perDoubling <= MOST;
		}

	}

}
