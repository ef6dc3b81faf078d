package dev.agentservice.rollout.sample;

import java.time.Duration;

/**
 * Time in blocks of 15 s. Block 0 begins when the canary gets its first weight; those of
 * the time before have negative numbers. A block includes its end, not its beginning.
 */
public final class Blocks {

	/** Seconds of a block. */
	public static final int SECONDS = 15;

	/** Seconds before the start that are looked at. */
	public static final int HISTORY_SECONDS = 1800;

	/** The first block that is looked at. */
	public static final int FIRST = -HISTORY_SECONDS / SECONDS;

	private Blocks() {
	}

	/** The block that a moment belongs to. */
	public static int of(double seconds) {
		return atOrAfter(seconds) - 1;
	}

	/** How many blocks a time takes, a begun one included. */
	public static int atOrAfter(double seconds) {
		return (int) Math.ceil(seconds / SECONDS - 1e-9);
	}

	/** How many blocks a time takes, a begun one included. */
	public static int in(Duration time) {
		return atOrAfter((double) time.toSeconds());
	}

	/** When a block ends, in seconds after the start. */
	public static int end(int block) {
		return (block + 1) * SECONDS;
	}

}
