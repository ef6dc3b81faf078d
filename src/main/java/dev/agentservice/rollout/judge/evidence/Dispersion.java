package dev.agentservice.rollout.judge.evidence;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * How much more the counts of replicas with the same release differ than chance alone
 * explains, because failures cluster: Pearson's χ² over its degrees of freedom, in
 * stretches of two minutes. Evidence is divided by it.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Overdispersion">Overdispersion</a>
 */
public final class Dispersion {

	/** Blocks of a stretch. */
	public static final int STRETCH = 8;

	private static final int RECENT = 10;

	/** Degrees of freedom of the assumption that chance alone is at work. */
	private static final double PRIOR = 25;

	private final List<int[]> groups;

	private final double[][] trials;

	private final double[][] events;

	private final Deque<Fit> recent = new ArrayDeque<>();

	private Fit all = Fit.NONE;

	private double factor = 1;

	/**
	 * Without a stretch.
	 * @param groups the replicas of each release
	 * @param pods how many replicas there are
	 * @param strata how many strata there are
	 */
	public Dispersion(List<int[]> groups, int pods, int strata) {
		this.groups = List.copyOf(groups);
		this.trials = new double[pods][strata];
		this.events = new double[pods][strata];
	}

	/** Adds counts to the present stretch. */
	public void add(int pod, int stratum, long trials, long events) {
		this.trials[pod][stratum] += trials;
		this.events[pod][stratum] += events;
	}

	/** Ends the stretch. It counts from now on. */
	public void endStretch() {
		Fit fit = Fit.NONE;
		for (int[] group : this.groups) {
			fit = fit.plus(fit(group));
		}
		this.all = this.all.plus(fit);
		this.recent.addLast(fit);
		if (this.recent.size() > RECENT) {
			this.recent.removeFirst();
		}
		Fit last = this.recent.stream().reduce(Fit.NONE, Fit::plus);
		this.factor = Math.max(1, Math.max(this.all.ratio(), last.isBeyondChance() ? last.ratio() : 1));
		for (int pod = 0; pod < this.trials.length; pod++) {
			Arrays.fill(this.trials[pod], 0);
			Arrays.fill(this.events[pod], 0);
		}
	}

	/** By how much variances exceed those of chance alone; at least 1. */
	public double factor() {
		return this.factor;
	}

	private Fit fit(int[] pods) {
		double[] rates = rates(pods);
		double chiSquare = 0;
		int counted = 0;
		for (int pod : pods) {
			double expected = 0;
			double variance = 0;
			double got = 0;
			for (int i = 0; i < rates.length; i++) {
				expected += this.trials[pod][i] * rates[i];
				variance += this.trials[pod][i] * rates[i] * (1 - rates[i]);
				got += this.events[pod][i];
			}
			if (variance > 0) {
				chiSquare += (got - expected) * (got - expected) / variance;
				counted++;
			}
		}
		return (counted > 1) ? new Fit(chiSquare, counted - 1) : Fit.NONE;
	}

	private double[] rates(int[] pods) {
		double[] rates = new double[this.trials[0].length];
		for (int i = 0; i < rates.length; i++) {
			double trials = 0;
			double events = 0;
			for (int pod : pods) {
				trials += this.trials[pod][i];
				events += this.events[pod][i];
			}
			rates[i] = (trials > 0) ? events / trials : 0;
		}
		return rates;
	}

	private record Fit(double chiSquare, int freedom) {

		static final Fit NONE = new Fit(0, 0);

		Fit plus(Fit other) {
			return new Fit(this.chiSquare + other.chiSquare, this.freedom + other.freedom);
		}

		/**
		 * By two standard deviations of χ²: without this the larger of two estimates
		 * would always be above 1, and all evidence weaker.
		 */
		boolean isBeyondChance() {
			return this.chiSquare - this.freedom > 2 * Math.sqrt(2.0 * this.freedom);
		}

		double ratio() {
			return (PRIOR + this.chiSquare) / (PRIOR + this.freedom);
		}

	}

}
