package dev.agentservice.rollout.control;

import java.util.Optional;

import dev.agentservice.rollout.cluster.Autoscaler;
import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.Situation;
import dev.agentservice.rollout.cluster.Workload;
import dev.agentservice.rollout.policy.PolicyStep;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.UnmeasurableException;

/**
 * What has to be there before a weight: replicas of both tracks, and a way to measure
 * them.
 */
final class Preparation {

	/** Of a canary without a Deployment. */
	static final String GONE = "the canary's Deployment is gone";

	private final Cluster cluster;

	private final Transitions transitions;

	private final Evidence evidence;

	private final Checks checks;

	private final RolloutPolicy policy;

	private final WayBack back;

	Preparation(Cluster cluster, Transitions transitions, Evidence evidence, RolloutPolicy policy, WayBack back) {
		this.cluster = cluster;
		this.transitions = transitions;
		this.evidence = evidence;
		this.checks = new Checks(cluster, policy, false);
		this.policy = policy;
		this.back = back;
	}

	/** One step of {@link Phase#PREPARING}. */
	Next prepare(Situation at, RolloutState state) throws KubectlException {
		if (pin(at, state)) {
			return Next.AGAIN;
		}
		Optional<String> missing = missing(at, state);
		if (missing.isEmpty()) {
			enter(at, state, 0);
			return Next.AGAIN;
		}
		if (at.now().getEpochSecond() > state.since() + this.policy.readyTimeout().toSeconds()) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, "not ready in time: " + missing.get());
		}
		return Next.SOON;
	}

	/** All that was checked at the start again: minutes have passed since. */
	private Optional<String> missing(Situation at, RolloutState state) throws KubectlException {
		Optional<String> foreign = this.checks.foreign(at, state);
		if (foreign.isPresent()) {
			return foreign;
		}
		Optional<String> missing = replicas(at, state, this.policy.steps().getFirst().weight());
		if (missing.isPresent()) {
			return missing;
		}
		return at.isFenced(state.fence()) ? plumbing(at, state) : Optional.of("a Deployment cannot be marked");
	}

	private Optional<String> plumbing(Situation at, RolloutState state) {
		try {
			return this.evidence.plumbing(state, at.now());
		}
		catch (UnmeasurableException ex) {
			return Optional.of(String.valueOf(ex.getMessage()));
		}
	}

	/** Whether stable's minimum had to be raised: it keeps what it has. */
	private boolean pin(Situation at, RolloutState state) throws KubectlException {
		Autoscaler scaler = at.autoscaler();
		if (scaler == null) {
			return false;
		}
		RolloutState.Pin pin = state.pin();
		int present = Math.max(scaler.minimum(), Math.min(scaler.maximum(), at.stable().replicas()));
		if (pin == null || pin.pinned() < present) {
			int original = (pin != null) ? pin.original() : scaler.minimum();
			this.transitions.move(at, state.with((draft) -> draft.pin = new RolloutState.Pin(original, present, 0)));
			return true;
		}
		if (scaler.minimum() < pin.pinned()) {
			this.cluster.patch(scaler.kind(), Cluster.STABLE, scaler.minimum(state.fence(), pin.pinned()));
			return true;
		}
		return false;
	}

	/**
	 * What the canary lacks for a weight; scales it if it has too few replicas. That it
	 * cannot be scaled keeps it from more traffic, and nobody from judging it.
	 */
	Optional<String> replicas(Situation at, RolloutState state, int weight) throws KubectlException {
		int needed = at.canaryFor(weight);
		Workload canary = at.canary();
		if (canary.isMissing()) {
			return Optional.of(GONE);
		}
		if (canary.replicas() < needed) {
			return Optional.of(scaled(canary, state, needed));
		}
		return (canary.isUniform() && canary.ready() >= needed) ? Optional.empty()
				: Optional.of("%d of %d replicas of the canary are ready".formatted(canary.ready(), needed));
	}

	private String scaled(Workload canary, RolloutState state, int needed) {
		try {
			this.cluster.patch("deployment", Cluster.CANARY, canary.scale(state.fence(), needed));
			return "the canary's replicas were asked for";
		}
		catch (KubectlException ex) {
			return "the canary cannot be scaled: " + ex.getMessage();
		}
	}

	/**
	 * Gives the canary the weight of a step. What a person has disregarded counts no
	 * longer, neither for nor against the release.
	 */
	void enter(Situation at, RolloutState state, int number) throws KubectlException {
		PolicyStep step = this.policy.steps().get(number);
		RolloutState next = state.to(Phase.STEPPING, at.now(), "step %d".formatted(number + 1))
			.weighing(step.weight(), at.now())
			.with((draft) -> {
				draft.step = number;
				draft.until = at.now().plus(step.hold()).getEpochSecond();
				draft.despite = false;
			});
		this.transitions.move(at, state.despite() ? next.judgedFromNow(at.now()) : next, step.weight());
	}

}
