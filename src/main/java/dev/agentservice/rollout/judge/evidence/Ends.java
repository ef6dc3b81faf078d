package dev.agentservice.rollout.judge.evidence;

/**
 * What ends with a block.
 *
 * @param round whether all replicas were scraped since the last round, so that their
 * counts can be compared
 * @param stretch whether a stretch of two minutes ended in this round
 */
public record Ends(boolean round, boolean stretch) {
}
