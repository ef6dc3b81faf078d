package dev.agentservice.rollout.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.Situation;
import dev.agentservice.rollout.cluster.Workload;

/**
 * The way back, in an order in which no traffic goes where no replica is: stable's
 * release, its replicas, the weights, and only then the canary. What lasts too long, or
 * cannot be done, never keeps the traffic at the canary.
 */
final class WayBack {

	/** Longer than this nobody waits for replicas: a worse release is no better. */
	private static final Duration CAPACITY = Duration.ofMinutes(3);

	/** So long the canary's runs drain where nobody counts them. */
	private static final Duration DRAIN = Duration.ofSeconds(60);

	/** The gateway has stopped to send it new ones by then. */
	private static final Duration TAKEN = Duration.ofSeconds(15);

	/** A replica that is stopped drains as well, and asynchronous runs go to stable. */
	private static final Duration LONGEST_DRAIN = Duration.ofMinutes(5);

	private static final Duration PINNED = Duration.ofMinutes(15);

	private final Cluster cluster;

	private final Transitions transitions;

	private final Evidence evidence;

	private final Capacity capacity;

	private final boolean now;

	/**
	 * A way back.
	 * @param now whether it does not wait for capacity
	 */
	WayBack(Cluster cluster, Transitions transitions, Evidence evidence, boolean now) {
		this.cluster = cluster;
		this.transitions = transitions;
		this.evidence = evidence;
		this.capacity = new Capacity(cluster, transitions);
		this.now = now;
	}

	/**
	 * Begins. Stable has to read what is stored: if it does not, only a newer release
	 * helps; the traffic stays where it is, and this is tried again.
	 */
	Next begin(Situation at, RolloutState state, Phase ending, String reason) throws KubectlException {
		Optional<String> refusal = refusal(state, ending);
		if (refusal.isPresent()) {
			if (state.wanted() == null || !refusal.get().equals(state.reason())) {
				this.transitions.move(at,
						state.to(Phase.HELD, at.now(), refusal.get()).with((draft) -> draft.wanted = ending));
			}
			this.transitions.page(at, state, refusal.get());
			return Next.SOON;
		}
		int needed = Capacity.needed(at);
		this.transitions.move(at, state.to(Phase.ROLLING_BACK, at.now(), reason).with((draft) -> {
			draft.ending = ending;
			draft.needed = needed;
			draft.wanted = null;
			draft.errorSince = 0;
		}));
		return Next.AGAIN;
	}

	/**
	 * Asks only where the canary may have written what stable does not read: otherwise
	 * the start has made sure of it.
	 */
	private Optional<String> refusal(RolloutState state, Phase ending) {
		RolloutState.Releases releases = state.releases();
		int readable = releases.stableReadable();
		boolean sure = releases.canaryReadable() >= 0 && releases.canaryReadable() <= readable;
		if (sure || state.timeline().isEmpty()) {
			return Optional.empty();
		}
		int written = written();
		if (written < 0 || readable < 0) {
			return (this.now || ending == Phase.ABORTED) ? Optional.empty()
					: Optional.of("rollback refused: it is not known whether %s reads what is stored; abort, if it does"
						.formatted(releases.stable()));
		}
		return (written <= readable) ? Optional.empty()
				: Optional.of("rollback refused: stored state has version %d, and %s reads up to %d".formatted(written,
						releases.stable(), readable));
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
		boolean back = at.route().isWithoutCanary();
		if (!back && (isLate(at, state) || servesNothing(at))) {
			return weighNothing(at, state);
		}
		// Only what a promotion has changed: another release there is somebody else's.
		RolloutState.Releases releases = state.releases();
		if (at.stable().version().equals(releases.canary())) {
			this.cluster.patch("deployment", Cluster.STABLE, at.stable()
				.release(state.fence(), releases.stableImage(), releases.stable(), releases.stableReadable()));
			return Next.AGAIN;
		}
		if (!back) {
			return shift(at, state);
		}
		if (at.canary().replicas() > 0) {
			return drained(at, state) ? empty(at, state) : Next.SOON;
		}
		return end(at, state);
	}

	private boolean isLate(Situation at, RolloutState state) {
		return this.now || at.now().getEpochSecond() >= state.since() + CAPACITY.toSeconds();
	}

	/** A canary that crashes, or is gone. */
	private static boolean servesNothing(Situation at) {
		try {
			return at.canary().ready() == 0;
		}
		catch (KubectlException _) {
			return false;
		}
	}

	/** Stable gets at once what it can carry, the rest as its replicas become ready. */
	private Next shift(Situation at, RolloutState state) throws KubectlException {
		Workload stable = at.stable();
		if (!stable.isUniform()) {
			return Next.SOON;
		}
		if (stable.ready() >= state.needed()) {
			return weighNothing(at, state);
		}
		if (this.capacity.raise(at, state)) {
			return Next.AGAIN;
		}
		int carried = 100 * stable.ready() / Math.max(1, state.needed());
		int share = at.route().canaryShare();
		int weight = Math.min(Math.min(share, state.weight()), 100 - carried);
		if (weight >= share || at.route().refusal(true).isPresent()) {
			return Next.SOON;
		}
		this.transitions.move(at, weighing(at, state, weight), weight);
		return Next.AGAIN;
	}

	private Next weighNothing(Situation at, RolloutState state) throws KubectlException {
		if (this.transitions.moveBack(at, weighing(at, state, 0))) {
			return Next.AGAIN;
		}
		this.transitions.page(at, state,
				"a rule of the route sends traffic to the canary and has no stable backend: remove it");
		return Next.SOON;
	}

	/** A weight that somebody else changes again and again is noted once. */
	private static RolloutState weighing(Situation at, RolloutState state, int weight) {
		RolloutState before = (state.weight() != weight || state.timeline().isEmpty()) ? state
				: state.with((draft) -> draft.timeline.removeLast());
		return before.weighing(weight, at.now());
	}

	private Next empty(Situation at, RolloutState state) throws KubectlException {
		this.cluster.patch("deployment", Cluster.CANARY, at.canary().scale(state.fence(), 0));
		return Next.AGAIN;
	}

	/** Never before the route has taken the weights, however long that takes. */
	private boolean drained(Situation at, RolloutState state) {
		long since = state.timeline().isEmpty() ? state.since() : state.timeline().getLast().time();
		boolean waited = isDrained(at, state, since);
		if (waited && !at.route().isAccepted()) {
			this.transitions.page(at, state, "the gateway has not taken the weights: the canary keeps its replicas");
		}
		return waited && at.route().isAccepted();
	}

	/**
	 * Whether the canary's runs have ended, as far as they are counted: none is in
	 * flight, or it lasts too long.
	 * @param since when its weight became 0, in seconds of the epoch
	 */
	boolean isDrained(Situation at, RolloutState state, long since) {
		long waited = at.now().getEpochSecond() - since;
		if (waited < TAKEN.toSeconds()) {
			return false;
		}
		OptionalLong inFlight = this.evidence.inFlight(state, Instant.ofEpochSecond(since).plus(TAKEN), at.now());
		return inFlight.isEmpty() ? waited >= DRAIN.toSeconds()
				: inFlight.getAsLong() == 0 || waited >= LONGEST_DRAIN.toSeconds();
	}

	/** Only once no replica of the worse release serves any more. */
	private Next end(Situation at, RolloutState state) throws KubectlException {
		Workload stable = at.stable();
		boolean serves = stable.isSettled() || (isLate(at, state) && stable.isUniform() && stable.ready() > 0);
		if (!serves || !at.isFenced(state.fence())) {
			if (isLate(at, state)) {
				this.transitions.page(at, state, "stable does not get the old release ready");
			}
			return Next.SOON;
		}
		this.transitions.move(at, state.to(state.ending(), at.now(), state.reason())
			.with((draft) -> draft.pin = Capacity.released(draft.pin, at.now().getEpochSecond() + PINNED.toSeconds())));
		return Next.AGAIN;
	}

	/** After the end: restores stable's minimum once that is due. */
	Next finish(Situation at, RolloutState state) throws KubectlException {
		RolloutState.Pin pin = state.pin();
		if (pin == null) {
			return Next.end(Phase.ExitStatus.of(state.phase()));
		}
		if (at.now().getEpochSecond() < pin.until()) {
			return Next.LATER;
		}
		if (this.capacity.restore(at, state, pin)) {
			return Next.AGAIN;
		}
		this.transitions.move(at, state.with((draft) -> draft.pin = null));
		return Next.AGAIN;
	}

}
