package dev.agentservice.rollout.judge;

import java.util.List;

import dev.agentservice.rollout.judge.metric.MetricState;

/**
 * What is known after a block.
 *
 * @param total the log evidence that the canary is worse
 * @param bound the log evidence that convicts it
 * @param canaryRuns how many runs the canary has ended
 * @param gaps how often a replica was silent for more than a minute
 * @param metrics each metric
 */
public record JudgeState(double total, double bound, long canaryRuns, int gaps, List<MetricState> metrics) {

	public JudgeState {
		metrics = List.copyOf(metrics);
	}

}
