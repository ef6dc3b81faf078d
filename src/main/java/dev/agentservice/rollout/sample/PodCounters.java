package dev.agentservice.rollout.sample;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;

import dev.agentservice.rollout.sample.series.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * Turns the cumulative values of one replica into increments.
 * <p>
 * A value that fell, or another start of the process, is a reset: the whole new value
 * counts. A series that was absent while its replica was scraped began at 0. The first
 * sample of all counts if the process is younger than what is looked at; else it is only
 * the base line.
 */
final class PodCounters {

	/** Prometheus has milliseconds, and clocks are set. */
	private static final double SAME_START = 1.0;

	/**
	 * Prometheus lists a replica before its process begins, because its image comes
	 * first. One that begins later than so many seconds is not the first.
	 */
	private static final double STARTING = 60;

	/** So far in the future no clock is. */
	private static final double WRONG_CLOCK = 3600;

	/** No replica ends so many runs in a scrape interval. */
	private static final double MOST = 1e8;

	private static final double NO_LONGER_EXACT = 1e15;

	private final Catalog catalog;

	private final double start;

	private final LastValues last = new LastValues();

	/** What was counted since the last scrape, by column. */
	private final double[] increments;

	private final int[] bounds;

	private final Listing listing = new Listing();

	private BitSet present = new BitSet();

	private boolean scraped;

	private double processStart = Double.NaN;

	/**
	 * A replica of which nothing is known.
	 * @param catalog what the series are
	 * @param start that of the recording
	 * @param increments room for the counts of one scrape, shared by all replicas
	 */
	PodCounters(Catalog catalog, double start, double[] increments) {
		this.catalog = catalog;
		this.start = start;
		this.increments = increments;
		this.bounds = new int[catalog.histogramCount()];
	}

	/** When it was scraped, or should have been. */
	Listing listing() {
		return this.listing;
	}

	/**
	 * Adds what was counted since the last scrape.
	 * @param values the values, {@code NaN} for absent series
	 * @param block where it is added
	 * @param owners whose block a counter is added to; none if it is neither track's
	 * @throws IllegalArgumentException if a value cannot be one
	 */
	void add(double[] values, PodBlock block, Owners owners) {
		boolean counts = begins(values, block) || this.scraped;
		Arrays.fill(this.increments, 0);
		boolean fell = false;
		for (int i : this.catalog.used()) {
			if (!Double.isNaN(values[i])) {
				double increment = increment(i, values[i], counts);
				fell |= values[i] < this.last.get(i);
				this.last.set(i, values[i]);
				this.increments[this.catalog.column(i)] += increment;
			}
		}
		if (fell && Double.isNaN(this.processStart)) {
			block.restarted();
		}
		this.scraped = true;
		store(owners);
		note(values, block);
	}

	private void store(Owners owners) {
		for (int i = 0; i < this.increments.length; i++) {
			double more = this.increments[i] - (this.catalog.includesThoseBefore(i) ? this.increments[i - 1] : 0);
			PodBlock owner = (more != 0) ? owners.of(i) : null;
			if (owner != null) {
				owner.add(i, more);
			}
		}
	}

	/** Whether the process is one of which all counts are wanted, and which is new. */
	private boolean begins(double[] values, PodBlock block) {
		int index = this.catalog.processStart();
		double began = ((index != Catalog.NONE) ? values[index] : Double.NaN) - this.start;
		if (began > this.listing.last() + WRONG_CLOCK) {
			throw new IllegalArgumentException(String.format(Locale.ROOT,
					"value %s of the sample, %s, is a process that began after it", index, values[index]));
		}
		boolean other = Math.abs(began - this.processStart) > SAME_START;
		this.processStart = Double.isNaN(began) ? this.processStart : began;
		if (other || (!this.scraped && isRestartOf(began))) {
			this.last.clear();
			block.restarted();
			return true;
		}
		if (!this.scraped && began >= -Blocks.HISTORY_SECONDS) {
			block.began();
			return true;
		}
		return false;
	}

	/**
	 * Whether a process that was never scraped before must have been preceded by another
	 * one: replicas that were there before the rollout were ready when it began.
	 */
	private boolean isRestartOf(double began) {
		double listed = this.listing.first();
		return began > listed + STARTING || (listed < 0 && began > SAME_START);
	}

	private double increment(int series, double value, boolean counts) {
		double before = this.last.get(series);
		double increment = (value >= before) ? value - before : value;
		if (!(value >= 0) || value > NO_LONGER_EXACT || (counts && increment > MOST)) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "value %s of the sample, %s, is no count", series, value));
		}
		return counts ? increment : 0;
	}

	/** Prometheus has all buckets of a histogram, or none. */
	private void note(double[] values, PodBlock block) {
		Arrays.fill(this.bounds, 0);
		BitSet there = new BitSet(this.increments.length);
		for (int i : this.catalog.used()) {
			if (!Double.isNaN(values[i])) {
				there.set(this.catalog.column(i));
				if (this.catalog.histogram(i) != Catalog.NONE) {
					this.bounds[this.catalog.histogram(i)]++;
				}
			}
		}
		if (!there.equals(this.present)) {
			this.present = there;
		}
		block.saw(this.present);
		for (int i = 0; i < this.bounds.length; i++) {
			if (this.bounds[i] > 0 && this.bounds[i] < this.catalog.histogramSize(i)) {
				block.sawPartOf(this.catalog.histogramFamily(i));
			}
		}
	}

	/** Whose the counts are. */
	interface Owners {

		@Nullable PodBlock of(int column);

	}

}
