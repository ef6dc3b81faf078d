package dev.agentservice.rollout.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.agentservice.rollout.cluster.Autoscaler;
import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.Situation;
import dev.agentservice.rollout.policy.RolloutPolicy;

/**
 * What has to be so before a release gets any traffic, and to stay so.
 */
public final class Checks {

	/** As long as a gateway may take to say that it has new weights. */
	private static final long ACCEPTED_SECONDS = 30;

	private static final String NOT_ACCEPTED = "no gateway says that it has taken the route as it is (Accepted and"
			+ " ResolvedRefs, with its observedGeneration)";

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
		if (!at.route().isAccepted()) {
			refusals.add(NOT_ACCEPTED);
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

	/**
	 * What somebody else has changed since a state was written.
	 * @throws KubectlException if that cannot be told
	 */
	Optional<String> foreign(Situation at, RolloutState state) throws KubectlException {
		RolloutState.Releases releases = state.releases();
		Optional<String> route = foreignRoute(at, state);
		if (route.isPresent()) {
			return route;
		}
		if (!at.stable().has(releases.stable(), releases.stableImage()) || !isCanary(at, releases)) {
			return Optional.of(otherRelease(at));
		}
		Autoscaler scaler = at.autoscaler();
		RolloutState.Pin pin = state.pin();
		return (scaler != null && pin != null && scaler.minimum() < pin.pinned())
				? Optional.of("stable's minimum is %d, and was set to %d".formatted(scaler.minimum(), pin.pinned()))
				: Optional.empty();
	}

	/**
	 * The same once stable gets the new release.
	 * @param old whether it may still have the old one
	 * @throws KubectlException if that cannot be told
	 */
	Optional<String> foreignAfter(Situation at, RolloutState state, boolean old) throws KubectlException {
		RolloutState.Releases releases = state.releases();
		Optional<String> route = foreignRoute(at, state);
		if (route.isPresent()) {
			return route;
		}
		boolean known = at.stable().has(releases.canary(), releases.canaryImage())
				|| (old && at.stable().has(releases.stable(), releases.stableImage()));
		return (known && (!old || isCanary(at, releases))) ? Optional.empty() : Optional.of(otherRelease(at));
	}

	private static boolean isCanary(Situation at, RolloutState.Releases releases) throws KubectlException {
		return at.canary().has(releases.canary(), releases.canaryImage());
	}

	private static String otherRelease(Situation at) throws KubectlException {
		return "a track has another release: stable %s (%s), canary %s (%s)".formatted(at.stable().version(),
				at.stable().image(), at.canary().version(), at.canary().image());
	}

	private Optional<String> foreignRoute(Situation at, RolloutState state) {
		Optional<String> refusal = at.route().refusal(this.policy.sticky());
		if (refusal.isPresent()) {
			return refusal;
		}
		if (!at.hasWeights(state.weight())) {
			return Optional.of("the weights are %d and %d, and were set to %d and %d"
				.formatted(at.route().stableWeight(), at.route().canaryWeight(), 100 - state.weight(), state.weight()));
		}
		long changed = state.timeline().isEmpty() ? 0 : state.timeline().getLast().time();
		boolean taken = at.route().isAccepted() || at.now().getEpochSecond() - changed < ACCEPTED_SECONDS;
		return taken ? Optional.empty() : Optional.of(NOT_ACCEPTED);
	}

	private int written() throws KubectlException {
		return this.cluster.stateOf(Cluster.STABLE).path("written").asInt(-1);
	}

}
