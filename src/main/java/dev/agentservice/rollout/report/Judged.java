package dev.agentservice.rollout.report;

import java.util.List;

import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Recording;

/**
 * A rollout that was judged.
 *
 * @param recording what was counted
 * @param policy how it was judged
 * @param verdict the decision
 * @param trace what was known after each block
 * @param queries what Prometheus was asked for; none if the samples came from a file
 */
public record Judged(Recording recording, RolloutPolicy policy, Verdict verdict, Trace trace, List<String> queries) {

	public Judged {
		queries = List.copyOf(queries);
	}

}
