package dev.agentservice.rollout.report;

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
 */
public record Judged(Recording recording, RolloutPolicy policy, Verdict verdict, Trace trace) {
}
