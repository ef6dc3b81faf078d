package dev.agentservice.rollout.judge.limit;

import java.util.Arrays;
import java.util.List;

import dev.agentservice.rollout.sample.PodBlock;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.series.ShareColumns;

/**
 * Which processes have had traffic for long enough that their times are comparable. The
 * canary's are all cold when it gets its first weight; stable's after a restart.
 */
public final class WarmUp {

	private static final int NOT_COLD = Integer.MIN_VALUE / 2;

	private static final int NO_TRAFFIC = Integer.MAX_VALUE / 2;

	private final Recording recording;

	private final List<ShareColumns> runs;

	private final int blocks;

	/** The first block with traffic. */
	private final int[] since;

	/**
	 * Before any block.
	 * @param recording what was counted
	 * @param runs what traffic is
	 * @param blocks how long a process is cold
	 */
	public WarmUp(Recording recording, List<ShareColumns> runs, int blocks) {
		this.recording = recording;
		this.runs = runs;
		this.blocks = blocks;
		this.since = new int[recording.pods().size()];
		Arrays.fill(this.since, NOT_COLD);
	}

	/** Notes that the canary gets its first traffic; what it had before were tests. */
	public void start(int[] canary) {
		for (int pod : canary) {
			this.since[pod] = NO_TRAFFIC;
		}
	}

	/** Adds a block. */
	public void add(int block) {
		for (int pod = 0; pod < this.since.length; pod++) {
			PodBlock counts = this.recording.block(pod, block);
			if (counts != null) {
				if (counts.isFresh()) {
					this.since[pod] = NO_TRAFFIC;
				}
				if (this.since[pod] == NO_TRAFFIC && hasTraffic(counts)) {
					this.since[pod] = block;
				}
			}
		}
	}

	private boolean hasTraffic(PodBlock counts) {
		return this.runs.stream().anyMatch((share) -> share.count().trials(counts.counts()) > 0);
	}

	/** Whether a replica's times may be compared in a block. */
	public boolean isWarm(int pod, int block) {
		return block >= this.since[pod] + this.blocks;
	}

}
