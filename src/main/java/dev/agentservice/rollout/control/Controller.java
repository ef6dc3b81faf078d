package dev.agentservice.rollout.control;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.RolloutLease;
import dev.agentservice.rollout.cluster.Route;
import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.Timekeeper;
import org.jspecify.annotations.Nullable;

/**
 * Looks, does one thing, and looks again, until the rollout has ended. A call that failed
 * is not repeated but looked after: whether it has changed something shows at the next
 * look.
 */
public final class Controller {

	/** After this time without one whole look it gives up; another one may resume. */
	private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(15);

	private final Cluster cluster;

	private final RolloutLease lease;

	private final Timekeeper time;

	private final Consumer<String> log;

	private final Transitions transitions;

	private final Preparation preparation;

	private final Steps steps;

	private final Promotion promotion;

	private final WayBack back;

	private final RolloutPolicy policy;

	/** The epoch that this controller has written; 0 before. */
	private long epoch;

	private volatile Phase phase = Phase.PREPARING;

	private final boolean dry;

	/**
	 * A controller that holds nothing yet.
	 * @param holder its name in the lease
	 * @param now whether a way back does not wait for capacity
	 * @param dry whether it claims nothing, because nothing is changed
	 * @param log takes a line for each transition
	 */
	public Controller(Cluster cluster, String holder, RolloutPolicy policy, Evidence evidence, Timekeeper time,
			boolean now, boolean dry, Consumer<String> log) {
		this.dry = dry;
		this.cluster = cluster;
		this.policy = policy;
		this.time = time;
		this.log = log;
		this.lease = new RolloutLease(cluster, holder);
		this.transitions = new Transitions(cluster, log);
		this.back = new WayBack(cluster, this.transitions, now);
		this.preparation = new Preparation(cluster, this.transitions, evidence, policy, this.back);
		this.steps = new Steps(this.preparation, this.transitions, evidence, policy, this.back, time.now());
		this.promotion = new Promotion(cluster, this.transitions, evidence, policy, this.back);
	}

	/**
	 * Begins a rollout, and controls it until it has ended.
	 * @return the exit status
	 */
	public int start(Start start) throws InterruptedException {
		return control((at, state) -> begin(at, state, start));
	}

	/**
	 * Goes on with the rollout that the route knows of.
	 * @return the exit status
	 */
	public int resume() throws InterruptedException {
		return control((_, state) -> {
			if (state == null) {
				throw new IllegalStateException("there is no rollout to resume");
			}
			return false;
		});
	}

	/** Where the rollout was at the last look. */
	public Phase phase() {
		return this.phase;
	}

	private int control(Beginning beginning) throws InterruptedException {
		Instant lastLook = this.time.now();
		while (true) {
			Next next;
			try {
				if (!this.lease.hold(this.time.now())) {
					this.log.accept("another controller holds the lease");
					return ExitStatus.ANOTHER_CONTROLLER;
				}
				next = look(beginning);
				lastLook = this.time.now();
			}
			catch (KubectlException ex) {
				this.log.accept(String.valueOf(ex.getMessage()));
				if (Duration.between(lastLook, this.time.now()).compareTo(LONGEST_OUTAGE) > 0) {
					return ExitStatus.ERROR;
				}
				next = ex.isConflict() ? new Next(1, -1) : Next.SOON;
			}
			catch (IllegalStateException ex) {
				this.lease.release(this.time.now());
				throw ex;
			}
			if (next.isEnd()) {
				this.lease.release(this.time.now());
				return next.exit();
			}
			this.time.waitUntil(this.time.now().plusSeconds(next.seconds()));
		}
	}

	private Next look(Beginning beginning) throws KubectlException {
		Situation at = Situation.read(this.cluster, this.time.now());
		RolloutState state = RolloutState.parse(at.route().annotation(Route.STATE));
		if (this.epoch == 0) {
			return claim(at, state, beginning);
		}
		if (state == null || state.epoch() != this.epoch) {
			this.log.accept("another controller has taken over");
			return Next.end(ExitStatus.ANOTHER_CONTROLLER);
		}
		this.phase = state.phase();
		Order order = Order.parse(at.route().annotation(Route.ORDER));
		if (order != null && !order.id().equals(state.order()) && !state.phase().isLast()
				&& state.phase() != Phase.ROLLING_BACK) {
			return obey(at, state, order);
		}
		return switch (state.phase()) {
			case PREPARING -> this.preparation.prepare(at, state);
			case STEPPING, HELD -> this.steps.step(at, state);
			case PROMOTING -> this.promotion.promote(at, state);
			case WATCHING -> this.promotion.watch(at, state);
			case ROLLING_BACK -> this.back.tick(at, state);
			case DONE, ROLLED_BACK, ABORTED -> this.back.finish(at, state);
		};
	}

	/**
	 * The epoch is written before anything else, so that a stale controller is refused.
	 */
	private Next claim(Situation at, @Nullable RolloutState state, Beginning beginning) throws KubectlException {
		if (!beginning.begin(at, state) && state != null) {
			if (this.dry) {
				this.epoch = state.epoch();
				return Next.AGAIN;
			}
			long next = state.epoch() + 1;
			this.transitions.move(at, state.with((draft) -> draft.epoch = next));
			this.epoch = next;
		}
		return Next.AGAIN;
	}

	/** Whether a new rollout was begun; an active one of the same release goes on. */
	private boolean begin(Situation at, @Nullable RolloutState state, Start start) throws KubectlException {
		if (state != null && !state.phase().isLast()) {
			if (state.releases().canary().equals(at.canary().version()) || start.isMine(state)) {
				return false;
			}
			throw new IllegalStateException("%s is being rolled out: abort it first, or start with --replace"
				.formatted(state.releases().canary()));
		}
		if (start.isMine(state)) {
			return false;
		}
		new Checks(this.cluster, this.policy, start.forceState()).require(at);
		RolloutState first = start.first(at, state);
		this.transitions.move(at, first);
		this.epoch = first.epoch();
		return true;
	}

	private Next obey(Situation at, RolloutState state, Order order) throws KubectlException {
		RolloutState obeyed = state.with((draft) -> draft.order = order.id());
		switch (order.what()) {
			case "abort" -> {
				return this.back.begin(at, obeyed, Phase.ABORTED, order.words());
			}
			case "hold" ->
				obeyed = (state.phase() == Phase.STEPPING) ? obeyed.to(Phase.HELD, at.now(), order.words()) : obeyed;
			case "promote" ->
				obeyed = isJudged(state) ? obeyed.to(Phase.STEPPING, at.now(), order.words()).with((draft) -> {
					draft.granted = state.step();
					draft.despite |= order.despite();
				}) : obeyed;
			default -> obeyed = (state.phase() == Phase.HELD) ? resumed(at, obeyed, order) : obeyed;
		}
		this.transitions.move(at, obeyed);
		return Next.AGAIN;
	}

	private static boolean isJudged(RolloutState state) {
		return state.phase() == Phase.STEPPING || state.phase() == Phase.HELD;
	}

	private RolloutState resumed(Situation at, RolloutState state, Order order) {
		long until = at.now().plus(this.policy.steps().get(state.step()).hold()).getEpochSecond();
		return state.to(Phase.STEPPING, at.now(), order.words()).with((draft) -> draft.until = until);
	}

	private interface Beginning {

		boolean begin(Situation at, @Nullable RolloutState state) throws KubectlException;

	}

}
