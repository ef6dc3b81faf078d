package dev.agentservice.rollout.control;

import java.time.Instant;
import java.util.Optional;

import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.RestartLimit;
import dev.agentservice.rollout.cluster.Situation;
import dev.agentservice.rollout.cluster.Workload;
import dev.agentservice.rollout.policy.Fallback;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.UnmeasurableException;
import org.jspecify.annotations.Nullable;

/**
 * After the last step: stable gets the new release while it has the smallest part of the
 * traffic, then all traffic, and is watched. Nothing is left to compare it with, so only
 * absolute limits count.
 */
final class Promotion {

	/** The deploy workflow and scripts/rollback go by it. */
	static final String GOOD = "agent-service/good-release";

	static final String PREVIOUS = "agent-service/previous-good-release";

	private static final int SHORTEST_WATCH = 60;

	private final Cluster cluster;

	private final Transitions transitions;

	private final Evidence evidence;

	private final RolloutPolicy policy;

	private final WayBack back;

	private final Checks checks;

	private final RestartLimit restarts;

	/** When the promotion began, as far as this controller knows. */
	private @Nullable Instant begun;

	Promotion(Cluster cluster, Transitions transitions, Evidence evidence, RolloutPolicy policy, WayBack back,
			Checks checks) {
		this.cluster = cluster;
		this.transitions = transitions;
		this.evidence = evidence;
		this.policy = policy;
		this.back = back;
		this.checks = checks;
		this.restarts = new RestartLimit(cluster, policy.limits().crashes(), policy.limits().crashWindow(),
				transitions::note);
	}

	/** One step of {@link Phase#PROMOTING}. */
	Next promote(Situation at, RolloutState state) throws KubectlException {
		if (at.canary().isMissing()) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, Preparation.GONE);
		}
		Measured measured = measure(at, state, true);
		Next troubled = troubled(at, state, measured);
		if (troubled != null) {
			return troubled;
		}
		if (measured.problem() != null) {
			return Next.SOON;
		}
		RolloutState.Releases releases = state.releases();
		Workload stable = at.stable();
		if (!stable.has(releases.canary(), releases.canaryImage())) {
			this.cluster.patch("deployment", Cluster.STABLE, stable.release(state.fence(), releases.canaryImage(),
					releases.canary(), releases.canaryReadable()));
			return Next.AGAIN;
		}
		if (stable.isSettled()) {
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
		Measured measured = measure(at, state, false);
		Next troubled = troubled(at, state, measured);
		if (troubled != null) {
			return troubled;
		}
		long watched = at.now().getEpochSecond() - state.since();
		if (at.canary().replicas() > 0 && at.hasWeights(0) && at.route().isAccepted()
				&& this.back.isDrained(at, state, state.weightSince())) {
			this.cluster.patch("deployment", Cluster.CANARY, at.canary().scale(state.fence(), 0));
			return Next.AGAIN;
		}
		boolean whole = measured.problem() == null && at.route().isAccepted() && at.stable().isSettled()
				&& at.canary().replicas() == 0;
		if (watched < Math.max(SHORTEST_WATCH, this.policy.watch().toSeconds()) || !whole) {
			return Next.SOON;
		}
		return good(at, state);
	}

	private Next good(Situation at, RolloutState state) throws KubectlException {
		Workload stable = at.stable();
		String good = stable.annotation(GOOD);
		String released = state.releases().canary();
		if (!good.equals(released)) {
			this.cluster.patch("deployment", Cluster.STABLE,
					good.isEmpty() ? stable.annotate(state.fence(), GOOD, released)
							: stable.annotate(state.fence(), PREVIOUS, good)
								.add("/metadata/annotations/agent-service~1good-release", released));
			return Next.AGAIN;
		}
		this.transitions.move(at, state.to(Phase.DONE, at.now(), "promoted")
			.with((draft) -> draft.pin = Capacity.released(draft.pin, at.now().getEpochSecond())));
		return Next.AGAIN;
	}

	/**
	 * Acts on what was measured, or could not be.
	 * @return nothing if the promotion goes on
	 */
	private @Nullable Next troubled(Situation at, RolloutState state, Measured measured) throws KubectlException {
		String exceeded = measured.exceeded();
		if (exceeded != null) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, exceeded);
		}
		String problem = measured.problem();
		if (problem == null) {
			return (state.errorSince() != 0) ? recovered(at, state) : null;
		}
		if (!this.transitions.isLasting(at, state, problem, this.policy.error().grace())) {
			return (state.errorSince() == 0) ? Next.AGAIN : null;
		}
		long since = at.now().getEpochSecond() - state.errorSince();
		boolean undecided = state.phase() == Phase.PROMOTING && since > this.policy.heldFor().toSeconds();
		if (undecided || this.policy.error().then() == Fallback.ROLLBACK) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, "cannot be measured: " + problem);
		}
		this.transitions.page(at, state, "cannot be measured, and is not promoted until it is: " + problem);
		return null;
	}

	/** What nobody has watched for long is watched from the beginning. */
	private Next recovered(Situation at, RolloutState state) throws KubectlException {
		boolean anew = state.phase() == Phase.WATCHING
				&& at.now().getEpochSecond() - state.errorSince() > this.policy.error().grace().toSeconds();
		RolloutState next = anew ? state.to(Phase.WATCHING, at.now(), "measured again, and watched anew") : state;
		this.transitions.move(at, next.with((draft) -> draft.errorSince = 0));
		return Next.AGAIN;
	}

	private Measured measure(Situation at, RolloutState state, boolean old) {
		Instant since = (this.begun != null) ? this.begun : Instant.ofEpochSecond(state.since());
		this.begun = since;
		Optional<String> crashes = this.restarts.exceeded(at, state.releases().canary(), since);
		if (crashes.isPresent()) {
			return new Measured("crashes: " + crashes.get(), null);
		}
		String problem = null;
		try {
			Optional<String> exceeded = this.evidence.beyondLimits(state, Instant.ofEpochSecond(state.since()),
					at.now());
			if (exceeded.isPresent()) {
				return new Measured(exceeded.get(), null);
			}
		}
		catch (UnmeasurableException ex) {
			// What has proven itself gets to all replicas, and is watched once that is
			// possible.
			problem = old ? null : String.valueOf(ex.getMessage());
		}
		return new Measured(null, foreign(at, state, old).orElse(problem));
	}

	private Optional<String> foreign(Situation at, RolloutState state, boolean old) {
		try {
			return this.checks.foreignAfter(at, state, old);
		}
		catch (KubectlException ex) {
			return Optional.of("the tracks cannot be read: " + ex.getMessage());
		}
	}

	/**
	 * What a look has shown.
	 *
	 * @param exceeded the limit that is exceeded, if one is
	 * @param problem why nothing can be told, if so
	 */
	private record Measured(@Nullable String exceeded, @Nullable String problem) {
	}

}
