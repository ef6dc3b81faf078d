package dev.agentservice.guard.evaluate;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

import dev.agentservice.support.Allocation;

/**
 * Whether the work on a text grows as the text does. What counts is what the one thread
 * used: its processor time, which a busy machine changes a little, or the memory that it
 * allocated, which no other load changes at all.
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

	private static final int ATTEMPTS = 12;

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
	 * Measures both texts, one right after the other, since a machine that is busy makes
	 * each cost more for as long as it is. That is tried again only until one attempt is
	 * linear: what grows faster does so in all of them.
	 * @param family makes the texts
	 * @param work what is done with a text
	 */
	Growth measure(IntFunction<String> family, Consumer<String> work) {
		String shortText = family.apply(this.shortest);
		String longText = family.apply(this.shortest << this.doublings);
		Growth least = attempt(shortText, longText, work);
		for (int i = 1; i < ATTEMPTS && !least.linear(); i++) {
			Growth growth = attempt(shortText, longText, work);
			least = (growth.perDoubling() < least.perDoubling()) ? growth : least;
		}
		return least;
	}

	/** The short text, which takes little, is tried some times. */
	private Growth attempt(String shortText, String longText, Consumer<String> work) {
		long first = Long.MAX_VALUE;
		for (int i = 0; i < SHORT_ATTEMPTS; i++) {
			first = Math.min(first, used(shortText, work));
		}
		return growth(first, used(longText, work));
	}

	private Growth growth(long first, long last) {
		double ratio = (double) last / Math.max(first, this.measurable);
		return new Growth(Math.pow(ratio, 1.0 / this.doublings), last);
	}

	private long used(String text, Consumer<String> work) {
		long begun = this.meter.getAsLong();
		work.accept(text);
		return this.meter.getAsLong() - begun;
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
