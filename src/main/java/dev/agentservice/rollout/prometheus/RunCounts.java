package dev.agentservice.rollout.prometheus;

import java.util.List;

import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.sample.PodBlock;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.series.ShareColumns;
import org.jspecify.annotations.Nullable;

/**
 * Runs of the replicas of one release, whichever track they are on.
 */
final class RunCounts {

	private final Recording recording;

	private final String version;

	private final List<ShareColumns> shares;

	RunCounts(Recording recording, String version) {
		this.recording = recording;
		this.version = version;
		this.shares = recording.catalog().shares(Metric.ERRORS);
	}

	/** How many ended in so many blocks, and how many of them failed. */
	long[] within(int blocks) {
		long[] sums = new long[2];
		for (int pod = 0; pod < this.recording.pods().size(); pod++) {
			if (this.recording.pods().get(pod).version().equals(this.version)) {
				for (int block = 0; block < blocks; block++) {
					add(this.recording.block(pod, block), sums);
				}
			}
		}
		return sums;
	}

	private void add(@Nullable PodBlock counts, long[] sums) {
		for (ShareColumns share : this.shares) {
			sums[0] += (counts != null) ? share.count().trials(counts.counts()) : 0;
			sums[1] += (counts != null) ? share.count().events(counts.counts()) : 0;
		}
	}

}
