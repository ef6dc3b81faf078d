package dev.agentservice.rollout.control;

import java.time.Duration;

import dev.agentservice.rollout.cluster.Autoscaler;
import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.Workload;
import dev.agentservice.rollout.control.Phase.ExitStatus;
import org.jspecify.annotations.Nullable;

/**
 * The way back, in an order in which no traffic goes where no replica is: stable's
 * release, its replicas, the weights, and only then the canary.
 */
final class WayBack {

	/** Longer than this nobody waits for replicas: a worse release is no better. */
	private static final Duration CAPACITY = Duration.ofMinutes(3);

	/** The canary's runs drain; its asynchronous ones go to stable. */
	private static final Duration DRAIN = Duration.ofSeconds(60);

	private static final Duration PINNED = Duration.ofMinutes(15);

	private final Cluster cluster;

	private final Transitions transitions;

	private final boolean now;

	/**
	 * A way back.
	 * @param now whether it does not wait for capacity
	 */
	WayBack(Cluster cluster, Transitions transitions, boolean now) {
		this.cluster = cluster;
		this.transitions = transitions;
		this.now = now;
	}

	/**
	 * Begins. Stable has to read what is stored: if it does not, only a newer release
	 * helps, and the traffic stays where it is.
	 */
	Next begin(Situation at, RolloutState state, Phase ending, String reason) throws KubectlException {
		int written = written();
		if (written > state.releases().stableReadable() && state.releases().stableReadable() >= 0) {
			String refusal = "rollback refused: stored state has version %d, and %s reads up to %d".formatted(written,
					state.releases().stable(), state.releases().stableReadable());
			if (state.phase() != Phase.HELD || !refusal.equals(state.reason())) {
				this.transitions.move(at, state.to(Phase.HELD, at.now(), refusal));
			}
			return Next.SOON;
		}
		RolloutState next = state.to(Phase.ROLLING_BACK, at.now(), reason).with((draft) -> {
			draft.ending = ending;
			draft.needed = at.stableForAll();
		});
		this.transitions.move(at, next);
		return Next.AGAIN;
	}

	/** The version of what is stored; -1 if no replica of stable says it. */
	private int written() {
		try {
			return this.cluster.stateOf(Cluster.STABLE).path("written").asInt(-1);
		}
		catch (KubectlException _) {
			return -1;
		}
	}

	/** One step of it. */
	Next tick(Situation at, RolloutState state) throws KubectlException {
		if (!at.route().isOurs()) {
			// Which weights would be right nobody knows; a person has to mend the route.
			return Next.SOON;
		}
		// Only what a promotion has changed: another release there is somebody else's.
		if (state.releases().canary().equals(at.stable().version())) {
			RolloutState.Releases releases = state.releases();
			this.cluster.patch("deployment", Cluster.STABLE,
					at.stable().release(releases.stableImage(), releases.stable(), releases.stableReadable()));
			return Next.AGAIN;
		}
		boolean late = this.now || at.now().getEpochSecond() >= state.since() + CAPACITY.toSeconds();
		if (!at.hasWeights(0)) {
			return late || at.canary().ready() == 0 ? weigh(at, state, 0) : shift(at, state);
		}
		if (at.canary().replicas() > 0) {
			return drained(at, state) ? scale(0) : Next.SOON;
		}
		return end(at, state);
	}

	/** Stable gets at once what it can carry, the rest as its replicas become ready. */
	private Next shift(Situation at, RolloutState state) throws KubectlException {
		Workload stable = at.stable();
		boolean settled = stable.isSettled() || stable.ready() >= state.needed();
		if (stable.ready() >= state.needed() && settled) {
			return weigh(at, state, 0);
		}
		if (raise(at, state)) {
			return Next.AGAIN;
		}
		int carried = 100 * stable.ready() / Math.max(1, state.needed());
		int weight = Math.min(at.route().canaryWeight(), 100 - carried);
		return (weight < at.route().canaryWeight()) ? weigh(at, state, weight) : Next.SOON;
	}

	/** Raises stable's replicas; whether there was something to raise. */
	private boolean raise(Situation at, RolloutState state) throws KubectlException {
		Autoscaler scaler = at.autoscaler();
		if (scaler == null) {
			boolean few = at.stable().replicas() < state.needed();
			if (few) {
				this.cluster.scale(Cluster.STABLE, state.needed());
			}
			return few;
		}
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
			this.cluster.patch(scaler.kind(), Cluster.STABLE, scaler.minimum(state.needed()));
		}
		return true;
	}

	private Next weigh(Situation at, RolloutState state, int weight) throws KubectlException {
		this.transitions.move(at, state.weighing(weight, at.now()), weight);
		return Next.AGAIN;
	}

	private Next scale(int replicas) throws KubectlException {
		this.cluster.scale(Cluster.CANARY, replicas);
		return Next.AGAIN;
	}

	/** Never before the route has taken the weights. */
	private static boolean drained(Situation at, RolloutState state) {
		long since = state.timeline().isEmpty() ? state.since() : state.timeline().getLast().time();
		long waited = at.now().getEpochSecond() - since;
		return waited >= DRAIN.toSeconds() && (at.route().isAccepted() || waited >= CAPACITY.toSeconds());
	}

	private Next end(Situation at, RolloutState state) throws KubectlException {
		this.transitions.move(at, state.to(state.ending(), at.now(), state.reason())
			.with((draft) -> draft.pin = released(draft.pin, at.now().getEpochSecond() + PINNED.toSeconds())));
		return Next.AGAIN;
	}

	/** A pin that is to be restored at a time. */
	static RolloutState.@Nullable Pin released(RolloutState.@Nullable Pin pin, long until) {
		return (pin != null) ? new RolloutState.Pin(pin.original(), pin.pinned(), until) : null;
	}

	/** After the end: restores stable's minimum once that is due. */
	Next finish(Situation at, RolloutState state) throws KubectlException {
		RolloutState.Pin pin = state.pin();
		if (pin == null) {
			return Next.end(ExitStatus.of(state.phase()));
		}
		if (at.now().getEpochSecond() < pin.until()) {
			return Next.LATER;
		}
		Autoscaler scaler = at.autoscaler();
		if (scaler != null && scaler.minimum() == pin.pinned() && pin.pinned() != pin.original()) {
			this.cluster.patch(scaler.kind(), Cluster.STABLE, scaler.minimum(pin.original()));
			return Next.AGAIN;
		}
		this.transitions.move(at, state.with((draft) -> draft.pin = null));
		return Next.AGAIN;
	}

}
