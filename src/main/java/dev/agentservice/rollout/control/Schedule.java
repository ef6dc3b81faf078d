package dev.agentservice.rollout.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.rollout.policy.PolicyStep;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Blocks;
import dev.agentservice.rollout.sample.ReplayStep;

/**
 * What the judge is told of a rollout's steps: those behind it as they were, the present
 * one until it ends, those before it as they are planned. The end of a step that was
 * passed, or that waits for a person, decides nothing; the evidence goes on.
 */
final class Schedule {

	/** A step without an end is prolonged by so much, so that it changes seldom. */
	private static final long PROLONGED = 1800;

	private final RolloutState state;

	private final RolloutPolicy policy;

	private final List<ReplayStep> steps = new ArrayList<>();

	private int end;

	/**
	 * The schedule of a rollout that has its first weight.
	 * @param open whether the present step has no end
	 */
	Schedule(RolloutState state, RolloutPolicy policy, boolean open, Instant now) {
		this.state = state;
		this.policy = rest(policy, state.judgedFrom());
		List<RolloutState.Mark> marks = state.timeline();
		long begun = marks.getLast().time();
		for (int i = 1; i < marks.size(); i++) {
			this.steps.add(new ReplayStep(marks.get(i - 1).weight(),
					(double) Math.max(Blocks.SECONDS, marks.get(i).time() - marks.get(i - 1).time()), true));
		}
		long until = state.until();
		while (open && until <= now.getEpochSecond() + 2 * Blocks.SECONDS) {
			until += PROLONGED;
		}
		this.steps.add(new ReplayStep(state.weight(), (double) Math.max(Blocks.SECONDS, until - begun), open));
		// Of the same steps that the judge is told of, else it would decide elsewhere.
		this.end = Blocks.atOrAfter(this.steps.stream().mapToDouble(ReplayStep::seconds).sum());
		for (PolicyStep step : policy.steps().subList(state.step() + 1, policy.steps().size())) {
			this.steps.add(new ReplayStep(step.weight(), (double) step.hold().toSeconds()));
		}
	}

	/** The policy without the steps that the evidence does not have. */
	private static RolloutPolicy rest(RolloutPolicy policy, int from) {
		return new RolloutPolicy(policy.steps().subList(from, policy.steps().size()), policy.watch(),
				policy.inconclusive(), policy.error(), policy.heldFor(), policy.readyTimeout(), policy.alpha(),
				policy.beta(), policy.minimumRuns(), policy.settle(), policy.warmUp(), policy.limits(),
				policy.placeboAhead(), policy.sticky(), policy.metrics(), policy.notified());
	}

	RolloutPolicy policy() {
		return this.policy;
	}

	List<ReplayStep> steps() {
		return this.steps;
	}

	/** How many blocks have all their samples, up to the end of the step. */
	int blocks(Instant now, long lag) {
		long seconds = now.getEpochSecond() - lag - this.state.start().getEpochSecond();
		return Math.clamp(seconds / Blocks.SECONDS, 0, this.end);
	}

	/** Whether so many blocks are the whole step. */
	boolean isOver(int blocks) {
		return blocks >= this.end;
	}

}
