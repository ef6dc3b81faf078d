package dev.agentservice.rollout.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.RestartLimit;
import dev.agentservice.rollout.cluster.Situation;
import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.policy.Fallback;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.UnmeasurableException;
import dev.agentservice.rollout.sample.Blocks;
import org.jspecify.annotations.Nullable;

/**
 * The steps: replicas first, then the weight, then the judge. A FAIL is acted on in every
 * phase, also while a person is waited for.
 */
final class Steps {

	/** As long as Prometheus may take to have a sample. */
	private static final long LAG_SECONDS = 10;

	/** How often a way back is tried that was refused. */
	private static final Duration RETRY = Duration.ofMinutes(1);

	private final Preparation preparation;

	private final Transitions transitions;

	private final Evidence evidence;

	private final RolloutPolicy policy;

	private final WayBack back;

	private final Checks checks;

	private final RestartLimit restarts;

	private int judged;

	/** The last verdict, if it was that nothing can be measured. */
	private @Nullable Verdict error;

	/** The verdict that was reported last: the end of a step is judged at each look. */
	private String reported = "";

	/** When a way back that was refused was last tried. */
	private Instant tried = Instant.EPOCH;

	Steps(Preparation preparation, Transitions transitions, Evidence evidence, RolloutPolicy policy, WayBack back,
			Checks checks, Cluster cluster) {
		this.restarts = new RestartLimit(cluster, policy.limits().crashes(), policy.limits().crashWindow(),
				transitions::note);
		this.preparation = preparation;
		this.transitions = transitions;
		this.evidence = evidence;
		this.policy = policy;
		this.back = back;
		this.checks = checks;
	}

	/** One look of {@link Phase#STEPPING} and {@link Phase#HELD}. */
	Next step(Situation at, RolloutState state) throws KubectlException {
		boolean open = state.phase() == Phase.HELD || state.granted() >= state.step();
		Schedule schedule = new Schedule(state, this.policy, open, at.now());
		int blocks = schedule.blocks(at.now(), LAG_SECONDS);
		String problem = null;
		Verdict verdict = null;
		try {
			verdict = judge(at, state, schedule, blocks);
		}
		catch (UnmeasurableException ex) {
			problem = String.valueOf(ex.getMessage());
		}
		catch (RuntimeException ex) {
			problem = "the judge failed: " + ex;
		}
		if (verdict != null && verdict.outcome() == Outcome.FAIL && counts(state, verdict)) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, verdict.metric() + ": " + verdict.reason());
		}
		Optional<String> crashes = crashes(at, state);
		if (crashes.isPresent()) {
			report(state, schedule, blocks,
					new Verdict(Outcome.FAIL, Blocks.SECONDS * blocks, "crashes", crashes.get(), -1));
			return this.back.begin(at, state, Phase.ROLLED_BACK, "crashes: " + crashes.get());
		}
		if (isGone(at, state)) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, Preparation.GONE);
		}
		if (state.phase() == Phase.HELD) {
			return held(at, state);
		}
		problem = foreign(at, state).orElse(problem);
		if (problem == null && !open) {
			problem = undecided(schedule, blocks, verdict);
		}
		return (problem != null) ? troubled(at, state, problem) : decided(at, state, open, verdict);
	}

	/** Not while a way back is refused: that is tried again in its own time. */
	private Optional<String> crashes(Situation at, RolloutState state) {
		try {
			return (state.weight() > 0 && state.wanted() == null) ? this.restarts.exceeded(at, state.start())
					: Optional.empty();
		}
		catch (KubectlException ex) {
			this.transitions.page(at, state, String.valueOf(ex.getMessage()));
			return Optional.empty();
		}
	}

	private @Nullable Verdict judge(Situation at, RolloutState state, Schedule schedule, int blocks)
			throws UnmeasurableException {
		if (blocks == 0 || (blocks == this.judged && !schedule.isOver(blocks))) {
			return this.error;
		}
		Verdict verdict = this.evidence.judge(state, schedule.policy(), schedule.steps(), blocks, at.now());
		this.judged = blocks;
		this.error = (verdict != null && verdict.outcome() == Outcome.ERROR) ? verdict : null;
		if (verdict != null) {
			report(state, schedule, blocks, verdict);
		}
		return verdict;
	}

	/** A report that cannot be written keeps nothing from being decided. */
	private void report(RolloutState state, Schedule schedule, int blocks, Verdict verdict) {
		String which = "%s of %d since %s".formatted(verdict.outcome(), blocks, state.start());
		if (which.equals(this.reported)) {
			return;
		}
		this.reported = which;
		try {
			this.evidence.decided(state, schedule.policy(), schedule.steps(), blocks, verdict);
		}
		catch (RuntimeException ex) {
			this.transitions.note("the report failed: " + ex);
		}
	}

	/** A person may disregard the comparison for one step, and the limits never. */
	private static boolean counts(RolloutState state, Verdict verdict) {
		return !state.despite() || !verdict.reason().startsWith("worse than stable");
	}

	private static boolean isGone(Situation at, RolloutState state) {
		try {
			return state.weight() > 0 && state.wanted() == null && at.canary().isMissing();
		}
		catch (KubectlException _) {
			return false;
		}
	}

	private Optional<String> foreign(Situation at, RolloutState state) {
		try {
			return this.checks.foreign(at, state);
		}
		catch (KubectlException ex) {
			return Optional.of("the tracks cannot be read: " + ex.getMessage());
		}
	}

	/** A step that is over has to have an outcome: none is no pass. */
	private static @Nullable String undecided(Schedule schedule, int blocks, @Nullable Verdict verdict) {
		if (verdict == null) {
			return schedule.isOver(blocks) ? "the end of the step was not judged" : null;
		}
		return (verdict.outcome() == Outcome.ERROR) ? verdict.reason() : null;
	}

	private Next troubled(Situation at, RolloutState state, String problem) throws KubectlException {
		return this.transitions.isLasting(at, state, problem, this.policy.error().grace())
				? unmeasured(at, state, problem) : Next.SOON;
	}

	private Next decided(Situation at, RolloutState state, boolean open, @Nullable Verdict verdict)
			throws KubectlException {
		if (state.errorSince() != 0) {
			this.transitions.move(at, state.with((draft) -> draft.errorSince = 0));
			return Next.AGAIN;
		}
		if (open) {
			return onwards(at, state);
		}
		if (verdict != null && verdict.outcome() == Outcome.INCONCLUSIVE) {
			return inconclusive(at, state, verdict.reason());
		}
		return (verdict != null && verdict.outcome() == Outcome.PASS) ? passed(at, state) : stay(at, state);
	}

	private Next stay(Situation at, RolloutState state) throws KubectlException {
		this.preparation.replicas(at, state, state.weight());
		return Next.SOON;
	}

	private Next held(Situation at, RolloutState state) throws KubectlException {
		Phase wanted = state.wanted();
		if (wanted != null) {
			boolean due = Duration.between(this.tried, at.now()).abs().compareTo(RETRY) >= 0;
			this.tried = due ? at.now() : this.tried;
			return due ? this.back.begin(at, state, wanted, "the rollback that was refused") : Next.SOON;
		}
		return (at.now().getEpochSecond() > state.since() + this.policy.heldFor().toSeconds())
				? this.back.begin(at, state, Phase.ROLLED_BACK,
						"held for %d min without a decision".formatted(this.policy.heldFor().toMinutes()))
				: Next.SOON;
	}

	/** What was measured before counts no longer, so that the rest can be judged. */
	private Next unmeasured(Situation at, RolloutState state, String reason) throws KubectlException {
		if (this.policy.error().then() == Fallback.ROLLBACK) {
			return this.back.begin(at, state, Phase.ROLLED_BACK, "cannot be measured: " + reason);
		}
		this.judged = 0;
		this.error = null;
		this.transitions.move(at,
				state.to(Phase.HELD, at.now(), "cannot be measured: " + reason)
					.judgedFromNow(at.now())
					.with((draft) -> draft.errorSince = 0));
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
		Optional<String> missing = this.preparation.replicas(at, state, this.policy.steps().get(next).weight());
		if (missing.isEmpty()) {
			this.preparation.enter(at, state, next);
			return Next.AGAIN;
		}
		return (at.now().getEpochSecond() > state.since() + this.policy.readyTimeout().toSeconds())
				? this.back.begin(at, state, Phase.ROLLED_BACK, "not ready in time: " + missing.get()) : Next.SOON;
	}

}
