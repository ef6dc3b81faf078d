package dev.agentservice.rollout.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a release has to show, step by step.
 *
 * @param steps how its traffic grows
 * @param watch how long it is watched after its promotion
 * @param inconclusive what happens at the end of a step that has shown neither
 * @param error what happens when it cannot be measured
 * @param heldFor after this time without a decision it is rolled back
 * @param readyTimeout how long its replicas may take to become ready
 * @param alpha of good releases at most this share is rolled back
 * @param beta of releases worse than a margin at most this share passes a step
 * @param minimumRuns what the canary must have executed in a step that is passed
 * @param settle after a change of weight the canary's counts are not compared for so long
 * @param warmUp for so long the times of a new process are not compared
 * @param limits what no release may exceed
 * @param placeboAhead how many times worse than any stable replica the canary must look
 * @param sticky whether a route may pin clients to a track
 * @param metrics what is compared
 * @param notified the addresses that are told of each decision
 */
public record RolloutPolicy(List<PolicyStep> steps, Duration watch, Undecided inconclusive, Unmeasured error,
		Duration heldFor, Duration readyTimeout, double alpha, double beta, int minimumRuns, Duration settle,
		Duration warmUp, Limits limits, double placeboAhead, boolean sticky, Map<Metric, MetricRule> metrics,
		List<String> notified) {

	public RolloutPolicy {
		steps = List.copyOf(steps);
		metrics = Map.copyOf(metrics);
		notified = List.copyOf(notified);
	}

	/** The rule of a metric. */
	public MetricRule rule(Metric metric) {
		MetricRule rule = this.metrics.get(metric);
		if (rule == null) {
			throw new IllegalStateException("The policy has no rule for " + metric);
		}
		return rule;
	}

	/** The margins of a step, counted from 0; those beyond the last keep its margins. */
	public Margins margins(int step) {
		return this.steps.get(Math.min(step, this.steps.size() - 1)).margins();
	}

}
