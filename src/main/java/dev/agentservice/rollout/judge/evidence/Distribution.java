package dev.agentservice.rollout.judge.evidence;

import java.util.List;

/**
 * A distribution as a histogram has it: linear within each bucket.
 */
public final class Distribution {

	private final double[] bounds;

	private final double[] cumulative;

	private final double all;

	/**
	 * Of counts.
	 * @param bounds the upper bounds, growing, without the infinite one
	 * @param cumulative the observations up to each
	 * @param all all observations
	 */
	public Distribution(List<Double> bounds, double[] cumulative, double all) {
		this.bounds = bounds.stream().mapToDouble(Double::doubleValue).toArray();
		this.cumulative = cumulative.clone();
		this.all = all;
	}

	/** How many observations it is made of. */
	public double observations() {
		return this.all;
	}

	/** The value that a share of the observations does not exceed. */
	public double quantile(double share) {
		double rank = share * this.all;
		double below = 0;
		double lower = 0;
		for (int i = 0; i < this.bounds.length; i++) {
			if (this.cumulative[i] >= rank) {
				double within = this.cumulative[i] - below;
				return (within > 0) ? lower + (this.bounds[i] - lower) * (rank - below) / within : this.bounds[i];
			}
			below = this.cumulative[i];
			lower = this.bounds[i];
		}
		return lower;
	}

	/** The index of the bound that is nearest to a quantile, by their ratio. */
	public int nearestBound(double share) {
		double target = Math.log(quantile(share));
		int nearest = 0;
		for (int i = 1; i < this.bounds.length; i++) {
			if (Math.abs(Math.log(this.bounds[i]) - target) < Math.abs(Math.log(this.bounds[nearest]) - target)) {
				nearest = i;
			}
		}
		return nearest;
	}

	/** The share of the observations above a bound. */
	public double shareAboveBound(int bound) {
		return 1 - this.cumulative[bound] / this.all;
	}

	/**
	 * The odds ratio, as a logarithm, of exceeding a bound if all values were multiplied
	 * by a factor above 1.
	 */
	public double logOddsOfFactor(int bound, double factor) {
		double here = shareAboveBound(bound);
		double moved = Math.clamp(shareAbove(this.bounds[bound] / factor), Math.min(here + 1e-6, 0.9999), 0.9999);
		return Math.log(moved / (1 - moved)) - Math.log(here / (1 - here));
	}

	private double shareAbove(double value) {
		double below = 0;
		double lower = 0;
		for (int i = 0; i < this.bounds.length; i++) {
			if (value <= this.bounds[i]) {
				double part = (value - lower) / (this.bounds[i] - lower);
				return 1 - (below + (this.cumulative[i] - below) * part) / this.all;
			}
			below = this.cumulative[i];
			lower = this.bounds[i];
		}
		return 1 - below / this.all;
	}

}
