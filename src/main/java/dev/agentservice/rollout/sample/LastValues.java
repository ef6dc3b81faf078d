package dev.agentservice.rollout.sample;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The last value of each series of a replica, {@code NaN} for those that were never
 * there. What a replica does not have takes next to no room: values are kept in pages.
 */
final class LastValues {

	private static final int PAGE = 256;

	private double[] @Nullable [] pages = new double[0][];

	double get(int series) {
		int page = series / PAGE;
		double[] values = (page < this.pages.length) ? this.pages[page] : null;
		return (values != null) ? values[series % PAGE] : Double.NaN;
	}

	void set(int series, double value) {
		int page = series / PAGE;
		if (page >= this.pages.length) {
			this.pages = Arrays.copyOf(this.pages, page + 1);
		}
		double[] values = this.pages[page];
		if (values == null) {
			values = new double[PAGE];
			Arrays.fill(values, Double.NaN);
			this.pages[page] = values;
		}
		values[series % PAGE] = value;
	}

	/** Forgets all. */
	void clear() {
		this.pages = new double[0][];
	}

}
