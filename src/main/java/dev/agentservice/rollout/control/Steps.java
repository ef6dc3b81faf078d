package dev.agentservice.rollout.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import dev.agentservice.rollout.cluster.Autoscaler;
import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.policy.Fallback;
import dev.agentservice.rollout.policy.PolicyStep;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.UnmeasurableException;

/**
 * The steps: replicas first, then the weight, then the judge. A FAIL is acted on in every
 * phase, also while a person is waited for.
 */
final class Steps {

	/** As long as Prometheus may take to have a sample. */
	private static final long LAG_SECONDS = 10;

	private final Cluster cluster;

	private final Transitions transitions;

	private final Evidence evidence;

	private final RolloutPolicy policy;

	private final WayBack back;

	/** When all was last as it has to be, as far as this controller knows. */
	private Instant healthy;

	private int judged;

	Steps(Cluster cluster, Transitions transitions, Evidence evidence, RolloutPolicy policy, WayBack back,
			Instant now) {
		this.cluster = cluster;
		this.transitions = transitions;
		this.evidence = evidence;
		this.policy = policy;
		this.back = back;
		this.healthy = now;
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
	private Optional<String> replicas(Situation at, int weight) throws KubectlException {
		int needed = at.canaryFor(weight);
		if (at.canary().replicas() < needed) {
			this.cluster.scale(Cluster.CANARY, needed);
			return Optional.of("the canary's replicas were asked for");
		}
		return at.canary().ready() >= needed ? Optional.empty()
				: Optional.of("%d of %d replicas of the canary are ready".formatted(at.canary().ready(), needed));
	}

	private void enter(Situation at, RolloutState state, int number) throws KubectlException {
		PolicyStep step = this.policy.steps().get(number);
		RolloutState next = state.to(Phase.STEPPING, at.now(), "step %d".formatted(number + 1))
			.weighing(step.weight(), at.now())
			.with((draft) -> {
				draft.step = number;
				draft.until = at.now().plus(step.hold()).getEpochSecond();
			});
		this.transitions.move(at, next, step.weight());
	}

	/** One look of {@link Phase#STEPPING} and {@link Phase#HELD}. */
	Next step(Situation at, RolloutState state) throws KubectlException {
		Optional<String> foreign = foreign(at, state);
		boolean open = state.phase() == Phase.HELD || state.granted() >= state.step();
		Schedule schedule = new Schedule(state, this.policy, open, at.now());
		int blocks = schedule.blocks(at.now(), LAG_SECONDS);
		Verdict verdict = null;
		try {
			if (blocks > 0 && (blocks != this.judged || schedule.isOver(blocks))) {
				verdict = this.evidence.judge(state, schedule.policy(), schedule.steps(), blocks, at.now());
				this.judged = blocks;
			}
			this.healthy = foreign.isPresent() ? this.healthy : at.now();
		}
		catch (UnmeasurableException ex) {
			foreign = foreign.or(() -> Optional.of(String.valueOf(ex.getMessage())));
		}
		if (verdict != null) {
			this.evidence.decided(state, schedule.policy(), schedule.steps(), blocks, verdict);
		}
		if (verdict != null && verdict.outcome() == Outcome.FAIL && !state.despite()) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, verdict.metric() + ": " + verdict.reason());
		}
		if (state.phase() == Phase.HELD) {
			return held(at, state);
		}
		if (foreign.isPresent()) {
			boolean lasting = Duration.between(this.healthy, at.now()).compareTo(this.policy.error().grace()) > 0;
			return lasting ? unmeasured(at, state, foreign.get()) : Next.SOON;
		}
		if (open) {
			return onwards(at, state);
		}
		if (verdict != null && verdict.outcome() == Outcome.ERROR) {
			return unmeasured(at, state, verdict.reason());
		}
		if (verdict != null && verdict.outcome() == Outcome.INCONCLUSIVE) {
			return inconclusive(at, state, verdict.reason());
		}
		return (blocks > 0 && schedule.isOver(blocks)) ? passed(at, state) : stay(at, state);
	}

	/** What somebody else has changed. */
	private Optional<String> foreign(Situation at, RolloutState state) {
		if (!at.hasWeights(state.weight())) {
			return Optional.of("the weights are %d and %d, and were set to %d and %d".formatted(
					at.route().stableWeight(), at.route().canaryWeight(), 100 - state.weight(), state.weight()));
		}
		Optional<String> refusal = at.route().refusal(this.policy.sticky());
		if (refusal.isPresent()) {
			return refusal;
		}
		if (!at.stable().version().equals(state.releases().stable())
				|| !at.canary().version().equals(state.releases().canary())) {
			return Optional.of("a track has another release: stable %s, canary %s".formatted(at.stable().version(),
					at.canary().version()));
		}
		Autoscaler scaler = at.autoscaler();
		RolloutState.Pin pin = state.pin();
		return (scaler != null && pin != null && scaler.minimum() < pin.pinned())
				? Optional.of("stable's minimum is %d, and was set to %d".formatted(scaler.minimum(), pin.pinned()))
				: Optional.empty();
	}

	private Next stay(Situation at, RolloutState state) throws KubectlException {
		replicas(at, state.weight());
		return Next.SOON;
	}

	private Next held(Situation at, RolloutState state) throws KubectlException {
		if (at.now().getEpochSecond() > state.since() + this.policy.heldFor().toSeconds()
				&& !state.reason().startsWith("rollback refused")) {
			return this.back.begin(at, state, Phase.ROLLED_BACK,
					"held for %d min without a decision".formatted(this.policy.heldFor().toMinutes()));
		}
		return Next.SOON;
	}

	/** What was measured before counts no longer, so that the rest can be judged. */
	private Next unmeasured(Situation at, RolloutState state, String reason) throws KubectlException {
		this.healthy = at.now();
		if (this.policy.error().then() == Fallback.ROLLBACK) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, "cannot be measured: " + reason);
		}
		this.judged = 0;
		this.transitions.move(at,
				state.to(Phase.HELD, at.now(), "cannot be measured: " + reason).judgedFromNow(at.now()));
		return Next.SOON;
	}

	private Next inconclusive(Situation at, RolloutState state, String reason) throws KubectlException {
		if (state.extensions() < this.policy.inconclusive().times()) {
			this.transitions.move(at,
					state.to(Phase.STEPPING, at.now(), "extended: " + reason).with((draft) -> {
						draft.extensions = state.extensions() + 1;
						draft.until = state.until() + this.policy.inconclusive().extend().toSeconds();
					}));
			return Next.SOON;
		}
		if (this.policy.inconclusive().then() == Fallback.ROLLBACK) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, "inconclusive: " + reason);
		}
		this.transitions.move(at, state.to(Phase.HELD, at.now(), "inconclusive: " + reason));
		return Next.SOON;
	}

	private Next passed(Situation at, RolloutState state) throws KubectlException {
		if (this.policy.steps().get(state.step()).approve()) {
			this.transitions.move(at, state.to(Phase.HELD, at.now(), "passed, and waits for a person's promote"));
		}
		else {
			this.transitions.move(at, state.to(Phase.STEPPING, at.now(), "step %d passed".formatted(state.step() + 1))
				.with((draft) -> draft.granted = state.step()));
		}
		return Next.AGAIN;
	}

	/** The step was passed: replicas for the next one, then its weight. */
	private Next onwards(Situation at, RolloutState state) throws KubectlException {
		int next = state.step() + 1;
		if (next == this.policy.steps().size()) {
			this.transitions.move(at, state.to(Phase.PROMOTING, at.now(), "every step was passed"));
			return Next.AGAIN;
		}
		Optional<String> missing = replicas(at, this.policy.steps().get(next).weight());
		if (missing.isEmpty()) {
			enter(at, state, next);
			return Next.AGAIN;
		}
		return (at.now().getEpochSecond() > state.since() + this.policy.readyTimeout().toSeconds())
				? this.back.begin(at, state, Phase.ROLLED_BACK, "not ready in time: " + missing.get()) : Next.SOON;
	}

}
