package dev.agentservice.rollout.judge.limit;

import dev.agentservice.rollout.sample.PodBlock;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Tracks;
import dev.agentservice.rollout.sample.series.EventCount;

/**
 * Runs of a block that ended, however they did: what a route is judged by.
 *
 * @param canary the canary's
 * @param canaryCancelled those that their client ended
 * @param stable stable's
 * @param stableCancelled those that their client ended
 */
public record EndedRuns(long canary, long canaryCancelled, long stable, long stableCancelled) {

	/**
	 * Those of a block.
	 * @param runs all runs, and among them the cancelled ones
	 */
	public static EndedRuns of(Recording recording, EventCount runs, Tracks tracks, int block) {
		long[] canary = sums(recording, runs, tracks.allCanary(), block);
		long[] stable = sums(recording, runs, tracks.allStable(), block);
		return new EndedRuns(canary[0], canary[1], stable[0], stable[1]);
	}

	private static long[] sums(Recording recording, EventCount runs, int[] pods, int block) {
		long[] sums = new long[2];
		for (int pod : pods) {
			PodBlock counts = recording.block(pod, block);
			if (counts != null) {
				sums[0] += runs.trials(counts.counts());
				sums[1] += runs.events(counts.counts());
			}
		}
		return sums;
	}

}
