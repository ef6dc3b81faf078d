package dev.agentservice.rollout.control;

import dev.agentservice.rollout.cluster.Autoscaler;
import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.Situation;
import org.jspecify.annotations.Nullable;

/**
 * Stable's replicas on the way back. Where they cannot be raised, the way back goes on
 * without.
 */
final class Capacity {

	private final Cluster cluster;

	private final Transitions transitions;

	Capacity(Cluster cluster, Transitions transitions) {
		this.cluster = cluster;
		this.transitions = transitions;
	}

	/**
	 * How many replicas stable needs for the traffic of both; 0 where the tracks cannot
	 * be read, so that nothing is waited for.
	 */
	static int needed(Situation at) {
		try {
			int both = at.stable().ready() + at.canary().ready();
			return Math.min(both, Math.max(most(at, both), at.stable().ready()));
		}
		catch (KubectlException _) {
			return 0;
		}
	}

	private static int most(Situation at, int otherwise) {
		try {
			Autoscaler scaler = at.autoscaler();
			return (scaler != null) ? scaler.maximum() : otherwise;
		}
		catch (KubectlException _) {
			return otherwise;
		}
	}

	/** Raises stable's replicas; whether something was done. */
	boolean raise(Situation at, RolloutState state) throws KubectlException {
		try {
			Autoscaler scaler = at.autoscaler();
			return (scaler != null) ? raiseMinimum(at, state, scaler) : raiseReplicas(at, state);
		}
		catch (KubectlException ex) {
			if (ex.isConflict() || ex.isOutdated()) {
				throw ex;
			}
			this.transitions.page(at, state, "stable's replicas cannot be raised: " + ex.getMessage());
			return false;
		}
	}

	private boolean raiseReplicas(Situation at, RolloutState state) throws KubectlException {
		boolean few = at.stable().replicas() < state.needed();
		if (few) {
			this.cluster.patch("deployment", Cluster.STABLE, at.stable().scale(state.fence(), state.needed()));
		}
		return few;
	}

	private boolean raiseMinimum(Situation at, RolloutState state, Autoscaler scaler) throws KubectlException {
		if (scaler.minimum() >= state.needed()) {
			return false;
		}
		RolloutState.Pin pin = state.pin();
		if (pin == null || pin.pinned() != state.needed()) {
			int original = (pin != null) ? pin.original() : scaler.minimum();
			this.transitions.move(at,
					state.with((draft) -> draft.pin = new RolloutState.Pin(original, state.needed(), 0)));
		}
		else {
			this.cluster.patch(scaler.kind(), Cluster.STABLE, scaler.minimum(state.fence(), state.needed()));
		}
		return true;
	}

	/** A pin that is to be restored at a time. */
	static RolloutState.@Nullable Pin released(RolloutState.@Nullable Pin pin, long until) {
		return (pin != null) ? new RolloutState.Pin(pin.original(), pin.pinned(), until) : null;
	}

	/** Restores stable's minimum; whether there was something to restore. */
	boolean restore(Situation at, RolloutState state, RolloutState.Pin pin) throws KubectlException {
		Autoscaler scaler = at.autoscaler();
		boolean ours = scaler != null && scaler.minimum() == pin.pinned() && pin.pinned() != pin.original();
		if (scaler != null && ours) {
			this.cluster.patch(scaler.kind(), Cluster.STABLE, scaler.minimum(state.fence(), pin.original()));
		}
		return ours;
	}

}
