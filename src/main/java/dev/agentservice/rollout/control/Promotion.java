package dev.agentservice.rollout.control;

import java.time.Instant;
import java.util.Optional;

import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.UnmeasurableException;

/**
 * After the last step: stable gets the new release while it has the smallest part of the
 * traffic, then all traffic, and is watched. Nothing is left to compare it with, so only
 * absolute limits count.
 */
final class Promotion {

	/** The deploy workflow and scripts/rollback go by it. */
	static final String GOOD = "agent-service/good-release";

	static final String PREVIOUS = "agent-service/previous-good-release";

	private static final int DRAIN_SECONDS = 60;

	private final Cluster cluster;

	private final Transitions transitions;

	private final Evidence evidence;

	private final RolloutPolicy policy;

	private final WayBack back;

	Promotion(Cluster cluster, Transitions transitions, Evidence evidence, RolloutPolicy policy, WayBack back) {
		this.cluster = cluster;
		this.transitions = transitions;
		this.evidence = evidence;
		this.policy = policy;
		this.back = back;
	}

	/** One step of {@link Phase#PROMOTING}. */
	Next promote(Situation at, RolloutState state) throws KubectlException {
		RolloutState.Releases releases = state.releases();
		if (!at.stable().version().equals(releases.canary()) && !at.stable().version().equals(releases.stable())) {
			return this.back.begin(at, state, Phase.ROLLED_BACK,
					"somebody else has given stable the release " + at.stable().version());
		}
		if (!at.stable().version().equals(releases.canary())) {
			this.cluster.patch("deployment", Cluster.STABLE,
					at.stable().release(releases.canaryImage(), releases.canary(), releases.canaryReadable()));
			return Next.AGAIN;
		}
		Optional<String> exceeded = exceeded(state, at.now());
		if (exceeded.isPresent()) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, exceeded.get());
		}
		if (at.stable().isSettled()) {
			this.transitions.move(at,
					state.to(Phase.WATCHING, at.now(), "all replicas run the new release").weighing(0, at.now()), 0);
			return Next.AGAIN;
		}
		if (at.now().getEpochSecond() > state.since() + this.policy.readyTimeout().toSeconds()) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, "stable's new replicas did not become ready");
		}
		return Next.SOON;
	}

	/** One step of {@link Phase#WATCHING}. */
	Next watch(Situation at, RolloutState state) throws KubectlException {
		Optional<String> exceeded = exceeded(state, at.now());
		if (exceeded.isPresent()) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, exceeded.get());
		}
		long watched = at.now().getEpochSecond() - state.since();
		if (at.canary().replicas() > 0 && watched >= DRAIN_SECONDS) {
			this.cluster.scale(Cluster.CANARY, 0);
			return Next.AGAIN;
		}
		if (watched < Math.max(DRAIN_SECONDS, this.policy.watch().toSeconds())) {
			return Next.SOON;
		}
		String good = at.stable().annotation(GOOD);
		String released = state.releases().canary();
		if (!good.equals(released)) {
			this.cluster.patch("deployment", Cluster.STABLE,
					good.isEmpty() ? at.stable().annotate(GOOD, released)
							: at.stable()
								.annotate(PREVIOUS, good)
								.add("/metadata/annotations/agent-service~1good-release", released));
			return Next.AGAIN;
		}
		this.transitions.move(at, state.to(Phase.DONE, at.now(), "promoted")
			.with((draft) -> draft.pin = WayBack.released(draft.pin, at.now().getEpochSecond())));
		return Next.AGAIN;
	}

	private Optional<String> exceeded(RolloutState state, Instant now) {
		try {
			return state.despite() ? Optional.empty()
					: this.evidence.beyondLimits(state, Instant.ofEpochSecond(state.since()), now);
		}
		catch (UnmeasurableException _) {
			// Prometheus' failure is no reason to take back what has proven itself.
			return Optional.empty();
		}
	}

}
