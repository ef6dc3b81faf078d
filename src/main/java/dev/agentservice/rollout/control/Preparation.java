package dev.agentservice.rollout.control;

import java.util.Optional;

import dev.agentservice.rollout.cluster.Autoscaler;
import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.policy.PolicyStep;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.UnmeasurableException;

/**
 * What has to be there before a weight: replicas of both tracks, and a way to measure
 * them.
 */
final class Preparation {

	private final Cluster cluster;

	private final Transitions transitions;

	private final Evidence evidence;

	private final RolloutPolicy policy;

	private final WayBack back;

	Preparation(Cluster cluster, Transitions transitions, Evidence evidence, RolloutPolicy policy, WayBack back) {
		this.cluster = cluster;
		this.transitions = transitions;
		this.evidence = evidence;
		this.policy = policy;
		this.back = back;
	}

	/** One step of {@link Phase#PREPARING}. */
	Next prepare(Situation at, RolloutState state) throws KubectlException {
		if (pin(at, state)) {
			return Next.AGAIN;
		}
		int weight = this.policy.steps().getFirst().weight();
		Optional<String> missing = replicas(at, weight);
		if (missing.isEmpty()) {
			missing = plumbing(at, state);
		}
		if (missing.isEmpty() && at.hasWeights(0)) {
			enter(at, state, 0);
			return Next.AGAIN;
		}
		if (at.now().getEpochSecond() > state.since() + this.policy.readyTimeout().toSeconds()) {
			return this.back.begin(at, state, Phase.ROLLED_BACK,
					"not ready in time: " + missing.orElse("the weights are not 100 and 0"));
		}
		return Next.SOON;
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
		if (pin == null) {
			int pinned = Math.max(scaler.minimum(), Math.min(scaler.maximum(), at.stable().replicas()));
			this.transitions.move(at,
					state.with((draft) -> draft.pin = new RolloutState.Pin(scaler.minimum(), pinned, 0)));
			return true;
		}
		if (scaler.minimum() == pin.original() && pin.pinned() != pin.original()) {
			this.cluster.patch(scaler.kind(), Cluster.STABLE, scaler.minimum(pin.pinned()));
			return true;
		}
		return false;
	}

	/** What the canary lacks for a weight; scales it if it has too few replicas. */
	Optional<String> replicas(Situation at, int weight) throws KubectlException {
		int needed = at.canaryFor(weight);
		if (at.canary().replicas() < needed) {
			this.cluster.scale(Cluster.CANARY, needed);
			return Optional.of("the canary's replicas were asked for");
		}
		return at.canary().ready() >= needed ? Optional.empty()
				: Optional.of("%d of %d replicas of the canary are ready".formatted(at.canary().ready(), needed));
	}

	/** Gives the canary the weight of a step. */
	void enter(Situation at, RolloutState state, int number) throws KubectlException {
		PolicyStep step = this.policy.steps().get(number);
		RolloutState next = state.to(Phase.STEPPING, at.now(), "step %d".formatted(number + 1))
			.weighing(step.weight(), at.now())
			.with((draft) -> {
				draft.step = number;
				draft.until = at.now().plus(step.hold()).getEpochSecond();
			});
		this.transitions.move(at, next, step.weight());
	}

}
