package dev.agentservice.rollout.judge.metric;

import java.util.List;

import dev.agentservice.rollout.policy.Metric;

/**
 * What is known of a metric after a block.
 *
 * @param metric the metric
 * @param used whether any track has counted it
 * @param evidence the log evidence against the canary
 * @param bar what is subtracted from it, because stable replicas look bad, too
 * @param thresholds its thresholds
 */
public record MetricState(Metric metric, boolean used, double evidence, double bar, List<ThresholdState> thresholds) {

	public MetricState {
		thresholds = List.copyOf(thresholds);
	}

}
