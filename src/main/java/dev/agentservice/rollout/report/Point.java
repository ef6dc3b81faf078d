package dev.agentservice.rollout.report;

import dev.agentservice.rollout.judge.metric.CountedOdds;
import dev.agentservice.rollout.judge.metric.MetricState;

/**
 * What a plot shows of a metric at one moment. Counts are those since the start.
 *
 * @param seconds after the start
 * @param evidence the log evidence against the canary, without the bar
 * @param canary the canary's trials and events
 * @param stable stable's trials and events
 * @param dispersion by how much counts vary more than by chance
 */
record Point(int seconds, double evidence, Share canary, Share stable, double dispersion) {

	static Point of(int seconds, MetricState state) {
		if (state.thresholds().isEmpty()) {
			return new Point(seconds, 0, Share.NONE, Share.NONE, 1);
		}
		CountedOdds odds = state.thresholds().getFirst().together();
		return new Point(seconds, state.evidence() - state.bar(), new Share(odds.canaryTrials(), odds.canaryEvents()),
				new Share(odds.stableTrials(), odds.stableEvents()), state.thresholds().getFirst().dispersion());
	}

	/**
	 * Events among trials.
	 *
	 * @param trials the trials
	 * @param events those among them
	 */
	record Share(long trials, long events) {

		static final Share NONE = new Share(0, 0);

		Share minus(Share earlier) {
			return new Share(this.trials - earlier.trials, this.events - earlier.events);
		}

		/** The share, or 0 without a trial. */
		double rate() {
			return (this.trials > 0) ? (double) this.events / this.trials : 0;
		}

		/** Half of its 95 % interval (Agresti and Coull), given the dispersion. */
		double error(double dispersion) {
			double n = this.trials + 4;
			double p = (this.events + 2) / n;
			return 1.96 * Math.sqrt(dispersion * p * (1 - p) / n);
		}

	}

}
