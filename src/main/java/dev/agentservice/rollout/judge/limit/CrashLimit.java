package dev.agentservice.rollout.judge.limit;

import java.util.Arrays;

import dev.agentservice.rollout.policy.Limits;
import dev.agentservice.rollout.sample.Blocks;
import dev.agentservice.rollout.sample.PodBlock;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Tracks;

/**
 * Counts restarts of replicas since the start, within a window.
 */
public final class CrashLimit {

	private final int limit;

	private final int[] canary;

	private final int[] stable;

	/** A limit that was not looked at yet. */
	public CrashLimit(Limits limits) {
		this.limit = limits.crashes();
		int window = Math.max(1, Blocks.in(limits.crashWindow()));
		this.canary = new int[window];
		this.stable = new int[window];
	}

	/** Adds a block. */
	public void add(Recording recording, Tracks tracks, int block) {
		this.canary[block % this.canary.length] = restarts(recording, tracks.canary(), block);
		this.stable[block % this.stable.length] = restarts(recording, tracks.stable(), block);
	}

	private static int restarts(Recording recording, int[] pods, int block) {
		int restarts = 0;
		for (int pod : pods) {
			PodBlock counts = recording.block(pod, block);
			restarts += (counts != null) ? counts.restarts() : 0;
		}
		return restarts;
	}

	/** Restarts of the canary within the window. */
	public int restarts() {
		return Arrays.stream(this.canary).sum();
	}

	/** Whether these are too many, and more than stable's. */
	public boolean isExceeded() {
		return restarts() >= this.limit && restarts() > Arrays.stream(this.stable).sum();
	}

}
