package dev.agentservice.rollout.judge.metric;

import java.util.List;
import java.util.Set;

import dev.agentservice.rollout.policy.Margins;

/**
 * One question of a metric: a share has one, a histogram one for each quantile.
 *
 * @param label the quantile, or the metric's name
 * @param strata what is compared
 * @param needed in which steps it must be proven good
 */
record Threshold(String label, List<Stratum> strata, Set<Margins> needed) {

	Threshold {
		strata = List.copyOf(strata);
		needed = Set.copyOf(needed);
	}

}
