package dev.agentservice.rollout.sample;

import java.util.Arrays;
import java.util.function.IntFunction;

import dev.agentservice.rollout.sample.series.Catalog;
import dev.agentservice.rollout.sample.series.Family;
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

	/** No replica ends so many runs in a scrape interval. */
	private static final double MOST = 1e8;

	private static final double NO_LONGER_EXACT = 1e15;

	private final Catalog catalog;

	private final double start;

	/** The last values; {@code NaN} for series that were never there. */
	private final double[] last;

	private final int[] bounds;

	private boolean scraped;

	private double processStart = Double.NaN;

	private double time = Double.NEGATIVE_INFINITY;

	/** A replica of which nothing is known; {@code start} is that of the recording. */
	PodCounters(Catalog catalog, int series, double start) {
		this.catalog = catalog;
		this.start = start;
		this.last = new double[series];
		Arrays.fill(this.last, Double.NaN);
		this.bounds = new int[catalog.histogramCount()];
	}

	/**
	 * Takes the time of a sample.
	 * @throws IllegalArgumentException if it is not later than the one before
	 */
	void at(double time) {
		if (time <= this.time) {
			throw new IllegalArgumentException((time == this.time) ? "a second sample of the pod at this time"
					: "it is earlier than the sample of the pod before");
		}
		this.time = time;
	}

	/**
	 * Adds what was counted since the last scrape.
	 * @param values the values, {@code NaN} for absent series
	 * @param block where it is added
	 * @param lost the block that counts the lost runs of a column; nothing for others
	 * @throws IllegalArgumentException if a value cannot be one
	 */
	void add(double[] values, PodBlock block, IntFunction<@Nullable PodBlock> lost) {
		boolean counts = begins(values, block) || this.scraped;
		boolean fell = false;
		for (int i = 0; i < values.length; i++) {
			int column = this.catalog.column(i);
			if (column != Catalog.NONE && !Double.isNaN(values[i])) {
				double increment = increment(i, values[i]);
				fell |= values[i] < this.last[i];
				this.last[i] = values[i];
				PodBlock owner = lost.apply(column);
				((owner != null) ? owner : block).add(column, counts ? increment : 0);
			}
		}
		if (fell && Double.isNaN(this.processStart)) {
			block.restarted();
		}
		this.scraped = true;
		note(values, block);
	}

	/** Whether the process is one of which all counts are wanted, and which is new. */
	private boolean begins(double[] values, PodBlock block) {
		int index = this.catalog.processStart();
		double began = (index != Catalog.NONE) ? values[index] : Double.NaN;
		boolean other = Math.abs(began - this.processStart) > SAME_START;
		this.processStart = Double.isNaN(began) ? this.processStart : began;
		if (other) {
			Arrays.fill(this.last, Double.NaN);
			block.restarted();
			return true;
		}
		if (!this.scraped && began - this.start >= -Blocks.HISTORY_SECONDS) {
			block.began();
			return true;
		}
		return false;
	}

	private double increment(int series, double value) {
		double before = this.last[series];
		double increment = (value >= before) ? value - before : value;
		if (value < 0 || value > NO_LONGER_EXACT || (this.scraped && increment > MOST)) {
			throw new IllegalArgumentException("value %d of the sample, %s, is no count".formatted(series, value));
		}
		return increment;
	}

	/** Prometheus has all buckets of a histogram, or none. */
	private void note(double[] values, PodBlock block) {
		Arrays.fill(this.bounds, 0);
		for (int i = 0; i < values.length; i++) {
			Family family = this.catalog.family(i);
			if (family != null && !Double.isNaN(values[i])) {
				block.saw(family);
				if (this.catalog.histogram(i) != Catalog.NONE) {
					this.bounds[this.catalog.histogram(i)]++;
				}
			}
		}
		for (int i = 0; i < this.bounds.length; i++) {
			if (this.bounds[i] > 0 && this.bounds[i] < this.catalog.histogramSize(i)) {
				block.sawPartOf(this.catalog.histogramFamily(i));
			}
		}
	}

}
