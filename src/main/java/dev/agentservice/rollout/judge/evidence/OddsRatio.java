package dev.agentservice.rollout.judge.evidence;

import java.util.Arrays;

/**
 * The common odds ratio of many 2×2 tables by Mantel and Haenszel, over all blocks and
 * over the last ten minutes.
 *
 * @see <a href=
 * "https://en.wikipedia.org/wiki/Cochran%E2%80%93Mantel%E2%80%93Haenszel_statistics">
 * Mantel-Haenszel statistics</a>
 */
public final class OddsRatio {

	private static final int RECENT = 40;

	private static final double RECENT_ERRORS = 2;

	/** So that no table is infinitely bad. */
	private static final double PRIOR = 0.1;

	private final Sums all = new Sums();

	private final Sums[] recent = new Sums[RECENT];

	private int position;

	/** Without a table. */
	public OddsRatio() {
		Arrays.setAll(this.recent, (_) -> new Sums());
	}

	/** Adds a table of the present block. */
	public void add(CountTable table) {
		if (table.allTrials() > 0) {
			this.all.add(table);
			this.recent[this.position].add(table);
		}
	}

	/** Ends the present block. */
	public void next() {
		this.position = (this.position + 1) % RECENT;
		this.recent[this.position] = new Sums();
	}

	/** Ends so many blocks. */
	public void next(int blocks) {
		for (int i = 0; i < blocks; i++) {
			next();
		}
	}

	/** The logarithm of the odds ratio, over all blocks. */
	public double log() {
		return this.all.logOdds();
	}

	/** Its standard error, given how much more than chance the counts vary. */
	public double standardError(double dispersion) {
		return this.all.standardError(dispersion);
	}

	/**
	 * What the logarithm of the odds ratio surely exceeds, by one standard error: over
	 * all blocks or the last ten minutes, the larger.
	 * @param dispersion how much more than chance the counts vary
	 * @param replicas the variance of the log odds among replicas of one release
	 */
	public double surely(double dispersion, double replicas) {
		Sums last = new Sums();
		for (Sums block : this.recent) {
			last.add(block);
		}
		return Math.max(this.all.surely(1, dispersion, replicas), last.surely(RECENT_ERRORS, dispersion, replicas));
	}

	/** Trials of the judged group. */
	public long trials() {
		return Math.round(this.all.events + this.all.rest);
	}

	/** Events of the judged group. */
	public long events() {
		return Math.round(this.all.events);
	}

	/** Trials of the other group. */
	public long otherTrials() {
		return Math.round(this.all.otherEvents + this.all.otherRest);
	}

	/** Events of the other group. */
	public long otherEvents() {
		return Math.round(this.all.otherEvents);
	}

	private static final class Sums {

		private double worse;

		private double better;

		private double events;

		private double rest;

		private double otherEvents;

		private double otherRest;

		void add(CountTable table) {
			double remaining = table.trials() - table.events();
			double otherRemaining = table.otherTrials() - table.otherEvents();
			this.worse += table.events() * otherRemaining / table.allTrials();
			this.better += table.otherEvents() * remaining / table.allTrials();
			this.events += table.events();
			this.rest += remaining;
			this.otherEvents += table.otherEvents();
			this.otherRest += otherRemaining;
		}

		void add(Sums other) {
			this.worse += other.worse;
			this.better += other.better;
			this.events += other.events;
			this.rest += other.rest;
			this.otherEvents += other.otherEvents;
			this.otherRest += other.otherRest;
		}

		double logOdds() {
			return Math.log((this.worse + PRIOR) / (this.better + PRIOR));
		}

		double standardError(double dispersion) {
			return Math.sqrt(dispersion * (1 / (this.events + 0.5) + 1 / (this.rest + 0.5)
					+ 1 / (this.otherEvents + 0.5) + 1 / (this.otherRest + 0.5)));
		}

		double surely(double errors, double dispersion, double replicas) {
			double error = standardError(dispersion);
			return logOdds() - errors * Math.sqrt(error * error + replicas);
		}

	}

}
