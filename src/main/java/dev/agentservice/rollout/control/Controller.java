package dev.agentservice.rollout.control;

import java.time.Duration;
import java.time.Instant;

import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.RolloutLease;
import dev.agentservice.rollout.cluster.Route;
import dev.agentservice.rollout.cluster.Situation;
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

	private final Cluster cluster;

	private final RolloutLease lease;

	private final Timekeeper time;

	private final Transitions.Listener listener;

	private final Transitions transitions;

	private final Preparation preparation;

	private final Steps steps;

	private final Promotion promotion;

	private final WayBack back;

	private final RolloutPolicy policy;

	/** The epoch that this controller has written; 0 before. */
	private long epoch;

	private volatile Phase phase = Phase.PREPARING;

	private final Outage outage = new Outage();

	private final boolean dry;

	/**
	 * A controller that holds nothing yet.
	 * @param holder its name in the lease
	 * @param now whether a way back does not wait for capacity
	 * @param dry whether it claims nothing, because nothing is changed
	 * @param listener hears of all that happens
	 */
	public Controller(Cluster cluster, String holder, RolloutPolicy policy, Evidence evidence, Timekeeper time,
			boolean now, boolean dry, Transitions.Listener listener) {
		this.dry = dry;
		this.cluster = cluster;
		this.policy = policy;
		this.time = time;
		this.listener = listener;
		this.lease = new RolloutLease(cluster, holder);
		this.transitions = new Transitions(cluster, listener);
		this.back = new WayBack(cluster, this.transitions, evidence, now);
		this.preparation = new Preparation(cluster, this.transitions, evidence, policy, this.back);
		Checks checks = new Checks(cluster, policy, false);
		this.steps = new Steps(this.preparation, this.transitions, evidence, policy, this.back, checks, cluster);
		this.promotion = new Promotion(cluster, this.transitions, evidence, policy, this.back, checks);
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
	 * @param policy the SHA-256 of the policy's file
	 * @return the exit status
	 */
	public int resume(String policy) throws InterruptedException {
		return control((at, state) -> {
			if (state == null) {
				throw new IllegalStateException("there is no rollout to resume");
			}
			requirePolicy(at, state, policy);
			return false;
		});
	}

	/** Where the rollout was at the last look. */
	public Phase phase() {
		return this.phase;
	}

	/** Other margins, or other steps, would make something else of the same evidence. */
	private static void requirePolicy(Situation at, RolloutState state, String policy) {
		Order order = Order.parse(at.route().annotation(Route.ORDER));
		boolean back = state.phase() == Phase.ROLLING_BACK || state.phase().isLast() || (order != null
				&& order.what().equals("abort") && !order.id().equals(state.order()) && order.refusal(state).isEmpty());
		if (!back && !state.policy().equals(policy)) {
			throw new IllegalStateException("the rollout was started with another policy (SHA-256 %s, and not %s):"
				.formatted(state.policy(), policy) + " resume it with that one, or abort it");
		}
	}

	private int control(Beginning beginning) throws InterruptedException {
		while (true) {
			Next next = attempt(beginning);
			if (next.isEnd()) {
				return next.exit();
			}
			this.time.waitUntil(this.time.now().plusSeconds(next.seconds()));
		}
	}

	/** One look; a failure ends nothing until it has lasted, and never a way back. */
	private Next attempt(Beginning beginning) {
		Next next;
		try {
			if (!this.lease.hold(this.time.now())) {
				this.listener.line("another controller holds the lease");
				return Next.end(ExitStatus.ANOTHER_CONTROLLER);
			}
			next = look(beginning);
			this.outage.end();
		}
		catch (KubectlException ex) {
			next = failed(String.valueOf(ex.getMessage()), ex.isConflict() || ex.isOutdated());
		}
		catch (RuntimeException ex) {
			if (this.epoch == 0 || this.dry) {
				this.lease.release(this.time.now());
				throw ex;
			}
			next = failed("this look failed: " + ex, false);
		}
		if (next.isEnd() && next.exit() != ExitStatus.ANOTHER_CONTROLLER && !this.outage.isOn()) {
			this.lease.release(this.time.now());
		}
		return next;
	}

	private Next failed(String message, boolean again) {
		this.listener.line(message);
		boolean lasting = this.outage.isLasting(this.time.now());
		if (lasting && this.phase != Phase.ROLLING_BACK) {
			return Next.end(ExitStatus.ERROR);
		}
		return again ? new Next(1, -1) : Next.SOON;
	}

	private Next look(Beginning beginning) throws KubectlException {
		Situation at = Situation.read(this.cluster, this.time.now());
		RolloutState state = RolloutState.parse(at.route().annotation(Route.STATE));
		if (this.epoch == 0) {
			return claim(at, state, beginning);
		}
		if (state == null || state.epoch() != this.epoch) {
			this.listener.line("another controller has taken over");
			return Next.end(ExitStatus.ANOTHER_CONTROLLER);
		}
		this.phase = state.phase();
		this.listener.looked(state, at.now());
		Order order = Order.parse(at.route().annotation(Route.ORDER));
		if (order != null && !order.id().equals(state.order()) && !state.phase().isLast()
				&& state.phase() != Phase.ROLLING_BACK) {
			return obey(at, state, order);
		}
		if (fenced(at, state)) {
			return Next.AGAIN;
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
	 * Whether a fence was put up. Without it the tracks cannot be changed, and are judged
	 * all the same; the weights have no need of it.
	 */
	private boolean fenced(Situation at, RolloutState state) {
		try {
			return !this.dry && at.fence(state.fence());
		}
		catch (KubectlException ex) {
			this.listener.line("not marked with the epoch: " + ex.getMessage());
			return false;
		}
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
			if (start.isMine(state) || state.releases().canary().equals(at.canary().version())) {
				requirePolicy(at, state, start.policy());
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
		String refusal = order.refusal(state).orElse(null);
		String answer = (refusal != null) ? "%s was refused: %s".formatted(order.what(), refusal)
				: order.what() + " was obeyed";
		RolloutState noted = state.with((draft) -> {
			draft.order = order.id();
			draft.answer = answer;
		});
		if (refusal == null && order.what().equals("abort")) {
			return this.back.begin(at, noted, Phase.ABORTED, order.words());
		}
		this.transitions.move(at, (refusal != null) ? noted : order.obeyed(noted, at, this.policy));
		if (refusal != null) {
			this.transitions.page(at, noted, answer);
		}
		return Next.AGAIN;
	}

	/** A time in which every look fails. The machine may have slept before it. */
	private static final class Outage {

		/** After this time the controller gives up; another one may resume. */
		private static final Duration LONGEST = Duration.ofMinutes(15);

		private @Nullable Instant since;

		boolean isOn() {
			return this.since != null;
		}

		void end() {
			this.since = null;
		}

		/** Notes one more failure; whether there have been failures for too long. */
		boolean isLasting(Instant now) {
			Instant first = this.since;
			if (first == null || first.isAfter(now)) {
				first = now;
				this.since = first;
			}
			return Duration.between(first, now).compareTo(LONGEST) > 0;
		}

	}

	private interface Beginning {

		boolean begin(Situation at, @Nullable RolloutState state) throws KubectlException;

	}

}
