package dev.agentservice.rollout.control;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.policy.RolloutPolicy;

/**
 * What has to be so before a release gets any traffic.
 */
public final class Checks {

	private final Cluster cluster;

	private final RolloutPolicy policy;

	private final boolean forceState;

	/** With what a policy accepts. */
	public Checks(Cluster cluster, RolloutPolicy policy, boolean forceState) {
		this.cluster = cluster;
		this.policy = policy;
		this.forceState = forceState;
	}

	/**
	 * Refuses a rollout that must not begin.
	 * @throws IllegalStateException with all reasons
	 */
	void require(Situation at) throws KubectlException {
		List<String> refusals = refusals(at);
		if (!refusals.isEmpty()) {
			throw new IllegalStateException(String.join("; ", refusals));
		}
	}

	/** All reasons against it. */
	public List<String> refusals(Situation at) throws KubectlException {
		List<String> refusals = new ArrayList<>();
		at.route().refusal(this.policy.sticky()).ifPresent(refusals::add);
		if (!at.hasWeights(0)) {
			refusals.add("the weights are %d and %d, not 100 and 0".formatted(at.route().stableWeight(),
					at.route().canaryWeight()));
		}
		if (at.canary().version().isEmpty() || "unreleased".equals(at.canary().version())) {
			refusals.add("the canary has no release: scripts/render-k8s --track canary");
		}
		if (at.canary().version().equals(at.stable().version())) {
			refusals.add("both tracks have the release " + at.stable().version());
		}
		if (!this.forceState) {
			state(at, refusals);
		}
		return refusals;
	}

	/**
	 * What the canary writes has to be readable by stable, else there is no way back.
	 * What it would write is not known from outside; what it can read is no less.
	 */
	private void state(Situation at, List<String> refusals) throws KubectlException {
		int stable = at.stable().readable();
		int canary = at.canary().readable();
		if (stable < 0 || canary < 0) {
			refusals.add("a release does not say what it reads of stored state (agent-service/state-readable):"
					+ " render it again, or --force-state");
		}
		else if (canary > stable && written() > stable) {
			refusals.add("stored state has a version above %d, which stable cannot read".formatted(stable));
		}
		else if (canary > stable) {
			refusals.add(("the canary can write version %d of stored state, and stable reads up to %d: if its"
					+ " agent-service.state.write-version is at most that, --force-state")
				.formatted(canary, stable));
		}
	}

	private int written() throws KubectlException {
		return this.cluster.stateOf(Cluster.STABLE).path("written").asInt(-1);
	}

}
