package dev.agentservice.rollout.judge;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Blocks;
import dev.agentservice.rollout.sample.ReplayStep;

/**
 * Which step a block belongs to.
 */
final class Timeline {

	private final List<ReplayStep> steps;

	/** The first block behind each step. */
	private final List<Integer> ends = new ArrayList<>();

	private final int settling;

	private final int horizon;

	Timeline(List<ReplayStep> steps, RolloutPolicy policy) {
		this.steps = steps;
		double seconds = 0;
		for (ReplayStep step : steps) {
			seconds += step.seconds();
			this.ends.add(Blocks.atOrAfter(seconds));
		}
		this.settling = Blocks.in(policy.settle());
		this.horizon = Blocks.atOrAfter(seconds + (double) policy.inconclusive().longest().toSeconds());
	}

	/** How many blocks a rollout may take, extensions included; known in advance. */
	int horizon() {
		return this.horizon;
	}

	/** The number of a block's step, from 0. */
	int step(int block) {
		int step = 0;
		while (block >= this.ends.get(step)) {
			step++;
		}
		return step;
	}

	/** The canary's traffic in percent. */
	double weight(int block) {
		return this.steps.get(step(block)).weight();
	}

	boolean startsStep(int block) {
		return block == first(step(block));
	}

	boolean endsStep(int block) {
		return block == this.ends.get(step(block)) - 1;
	}

	/** Whether a block's step was passed already, and its end decides nothing. */
	boolean isPassed(int block) {
		return this.steps.get(step(block)).passed();
	}

	boolean isLast(int block) {
		return block == this.ends.getLast() - 1;
	}

	/**
	 * Whether the last change of weight is long enough ago.
	 * @param lag so many blocks longer
	 */
	boolean isSettled(int block, int lag) {
		return block >= first(step(block)) + this.settling + lag;
	}

	private int first(int step) {
		return (step == 0) ? 0 : this.ends.get(step - 1);
	}

}
