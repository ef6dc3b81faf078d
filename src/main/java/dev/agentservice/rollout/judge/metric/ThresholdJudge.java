package dev.agentservice.rollout.judge.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.agentservice.rollout.judge.evidence.CountTable;
import dev.agentservice.rollout.judge.evidence.Dispersion;
import dev.agentservice.rollout.judge.evidence.OddsRatio;
import dev.agentservice.rollout.judge.evidence.Stationarity;
import dev.agentservice.rollout.policy.Margins;
import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.policy.MetricRule;
import dev.agentservice.rollout.sample.Tracks;

/**
 * Judges one threshold of a metric.
 */
final class ThresholdJudge {

	private final Threshold threshold;

	private final Tracks tracks;

	private final int horizon;

	private final Dispersion dispersion;

	private final Stationarity stationarity = new Stationarity();

	private final Regression regression;

	private final Placebo placebo;

	private final Harmlessness harmlessness;

	/** That of the present block: what it adds itself counts from the next stretch. */
	private double factor = 1;

	private double evidence;

	ThresholdJudge(Metric metric, MetricRule rule, Threshold threshold, Tracks tracks, int history, int horizon) {
		this.threshold = threshold;
		this.tracks = tracks;
		this.horizon = horizon;
		this.dispersion = new Dispersion(List.of(tracks.stable(), tracks.canary()), tracks.pods(),
				threshold.strata().size());
		this.regression = new Regression(threshold.strata(), horizon);
		this.placebo = new Placebo(tracks.stable(), history);
		this.harmlessness = new Harmlessness(metric, rule, threshold.strata());
	}

	/** Adds a block of the time before the canary had traffic. */
	void before(Tally tally, boolean endsStretch) {
		this.factor = this.dispersion.factor();
		judgeReplicas(tally, isSteady(tally));
		observe(tally, endsStretch);
	}

	/** Notes that the canary gets its first traffic. */
	void start() {
		this.placebo.restart(this.horizon);
	}

	/** Adds a block. */
	void add(Tally tally, boolean endsStretch) {
		this.factor = this.dispersion.factor();
		boolean steady = isSteady(tally);
		CountTable[] tables = tally.tables(this.tracks.allCanary(), this.tracks.allStable());
		this.harmlessness.add(tables, this.factor);
		this.regression.addToStretch(tables, this.factor, tally.blocks());
		if (!steady) {
			Arrays.fill(tables, CountTable.EMPTY);
		}
		this.regression.add(tables, this.factor, tally.blocks());
		judgeReplicas(tally, steady);
		this.evidence = this.regression.log(this.factor, this.placebo.heterogeneity(this.factor));
		observe(tally, endsStretch);
	}

	private void judgeReplicas(Tally tally, boolean steady) {
		if (steady) {
			this.placebo.add(tally, this.factor);
		}
		else {
			this.placebo.skip(tally.blocks());
		}
	}

	private boolean isSteady(Tally tally) {
		long trials = 0;
		long events = 0;
		for (int pod = 0; pod < this.tracks.pods(); pod++) {
			for (int i = 0; i < this.threshold.strata().size(); i++) {
				trials += tally.trials(pod, i);
				events += tally.events(pod, i);
			}
		}
		return this.stationarity.isSteady(trials, Math.min(events, trials), this.factor, tally.blocks());
	}

	private void observe(Tally tally, boolean endsStretch) {
		for (int pod = 0; pod < this.tracks.pods(); pod++) {
			for (int i = 0; i < this.threshold.strata().size(); i++) {
				this.dispersion.add(pod, i, tally.trials(pod, i), tally.events(pod, i));
			}
		}
		if (endsStretch) {
			this.dispersion.endStretch();
		}
	}

	/** The log evidence against the canary. */
	double evidence() {
		return this.evidence;
	}

	/** The log evidence against each stable replica. */
	double[] placebo() {
		return this.placebo.logs();
	}

	/** Whether a step with these margins needs the threshold to be proven good. */
	boolean isNeeded(Margins margins) {
		return this.threshold.needed().contains(margins);
	}

	/** The log evidence that the canary is not worse by the margin. */
	double proof(Margins margins) {
		return this.harmlessness.log(margins);
	}

	Threshold threshold() {
		return this.threshold;
	}

	/** What is known so far, for people. */
	ThresholdState state() {
		List<CountedOdds> strata = new ArrayList<>();
		for (int i = 0; i < this.threshold.strata().size(); i++) {
			strata.add(counted(this.threshold.strata().get(i).name(), this.regression.odds(i)));
		}
		return new ThresholdState(counted(this.threshold.label(), this.regression.odds()), strata, this.factor,
				proof(Margins.LOOSE), proof(Margins.TIGHT));
	}

	private CountedOdds counted(String name, OddsRatio odds) {
		return new CountedOdds(name, odds.trials(), odds.events(), odds.otherTrials(), odds.otherEvents(), odds.log(),
				odds.standardError(this.factor));
	}

}
