package dev.agentservice.rollout.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import dev.agentservice.rollout.cluster.Autoscaler;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.policy.Fallback;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.UnmeasurableException;
import org.jspecify.annotations.Nullable;

/**
 * The steps: replicas first, then the weight, then the judge. A FAIL is acted on in every
 * phase, also while a person is waited for.
 */
final class Steps {

	/** As long as Prometheus may take to have a sample. */
	private static final long LAG_SECONDS = 10;

	private final Preparation preparation;

	private final Transitions transitions;

	private final Evidence evidence;

	private final RolloutPolicy policy;

	private final WayBack back;

	/** When all was last as it has to be, as far as this controller knows. */
	private Instant healthy;

	private int judged;

	Steps(Preparation preparation, Transitions transitions, Evidence evidence, RolloutPolicy policy, WayBack back,
			Instant now) {
		this.preparation = preparation;
		this.transitions = transitions;
		this.evidence = evidence;
		this.policy = policy;
		this.back = back;
		this.healthy = now;
	}

	/** One look of {@link Phase#STEPPING} and {@link Phase#HELD}. */
	Next step(Situation at, RolloutState state) throws KubectlException {
		boolean open = state.phase() == Phase.HELD || state.granted() >= state.step();
		Schedule schedule = new Schedule(state, this.policy, open, at.now());
		int blocks = schedule.blocks(at.now(), LAG_SECONDS);
		Optional<String> trouble = foreign(at, state);
		Verdict verdict = null;
		try {
			verdict = judge(at, state, schedule, blocks);
			this.healthy = trouble.isPresent() ? this.healthy : at.now();
		}
		catch (UnmeasurableException ex) {
			trouble = trouble.or(() -> Optional.of(String.valueOf(ex.getMessage())));
		}
		if (verdict != null && verdict.outcome() == Outcome.FAIL && !state.despite()) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, verdict.metric() + ": " + verdict.reason());
		}
		if (state.phase() == Phase.HELD) {
			return held(at, state);
		}
		if (trouble.isPresent()) {
			boolean lasting = Duration.between(this.healthy, at.now()).compareTo(this.policy.error().grace()) > 0;
			return lasting ? unmeasured(at, state, trouble.get()) : Next.SOON;
		}
		return open ? onwards(at, state) : decide(at, state, verdict, schedule.isOver(blocks));
	}

	private @Nullable Verdict judge(Situation at, RolloutState state, Schedule schedule, int blocks)
			throws UnmeasurableException {
		if (blocks == 0 || (blocks == this.judged && !schedule.isOver(blocks))) {
			return null;
		}
		Verdict verdict = this.evidence.judge(state, schedule.policy(), schedule.steps(), blocks, at.now());
		this.judged = blocks;
		if (verdict != null) {
			this.evidence.decided(state, schedule.policy(), schedule.steps(), blocks, verdict);
		}
		return verdict;
	}

	private Next decide(Situation at, RolloutState state, @Nullable Verdict verdict, boolean over)
			throws KubectlException {
		if (verdict != null && verdict.outcome() == Outcome.ERROR) {
			return unmeasured(at, state, verdict.reason());
		}
		if (verdict != null && verdict.outcome() == Outcome.INCONCLUSIVE) {
			return inconclusive(at, state, verdict.reason());
		}
		return over ? passed(at, state) : stay(at, state);
	}

	/** What somebody else has changed. */
	private Optional<String> foreign(Situation at, RolloutState state) {
		Optional<String> refusal = at.route().refusal(this.policy.sticky());
		if (refusal.isPresent()) {
			return refusal;
		}
		if (!at.hasWeights(state.weight())) {
			return Optional.of("the weights are %d and %d, and were set to %d and %d"
				.formatted(at.route().stableWeight(), at.route().canaryWeight(), 100 - state.weight(), state.weight()));
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
		this.preparation.replicas(at, state.weight());
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
			this.transitions.move(at, state.to(Phase.STEPPING, at.now(), "extended: " + reason).with((draft) -> {
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
		Optional<String> missing = this.preparation.replicas(at, this.policy.steps().get(next).weight());
		if (missing.isEmpty()) {
			this.preparation.enter(at, state, next);
			return Next.AGAIN;
		}
		return (at.now().getEpochSecond() > state.since() + this.policy.readyTimeout().toSeconds())
				? this.back.begin(at, state, Phase.ROLLED_BACK, "not ready in time: " + missing.get()) : Next.SOON;
	}

}
