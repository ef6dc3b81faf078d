package dev.agentservice.rollout.judge.limit;

import java.util.List;

import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.sample.PodBlock;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Tracks;
import dev.agentservice.rollout.sample.series.ShareColumns;

/**
 * Ended and failed runs of a block, of all agents, none left out.
 *
 * @param canaryTrials the canary's ended runs
 * @param canaryEvents those that failed
 * @param stableTrials stable's ended runs
 * @param stableEvents those that failed
 */
public record ErrorCounts(long canaryTrials, long canaryEvents, long stableTrials, long stableEvents) {

	/**
	 * Those of a block.
	 * @param shares the agents' failures, as {@link Metric#ERRORS} has them
	 */
	public static ErrorCounts of(Recording recording, List<ShareColumns> shares, Tracks tracks, int block) {
		long[] canary = sums(recording, shares, tracks.allCanary(), block);
		long[] stable = sums(recording, shares, tracks.allStable(), block);
		return new ErrorCounts(canary[0], canary[1], stable[0], stable[1]);
	}

	private static long[] sums(Recording recording, List<ShareColumns> shares, int[] pods, int block) {
		long[] sums = new long[2];
		for (int pod : pods) {
			PodBlock counts = recording.block(pod, block);
			if (counts != null) {
				for (ShareColumns share : shares) {
					sums[0] += share.count().trials(counts.counts());
					sums[1] += share.count().events(counts.counts());
				}
			}
		}
		return sums;
	}

}
