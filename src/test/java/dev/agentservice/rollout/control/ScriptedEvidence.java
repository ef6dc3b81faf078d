package dev.agentservice.rollout.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.UnmeasurableException;
import dev.agentservice.rollout.sample.Blocks;
import dev.agentservice.rollout.sample.ReplayStep;
import org.jspecify.annotations.Nullable;

/**
 * Evidence that depends on the time since the first weight only, as the judge's does.
 */
final class ScriptedEvidence implements Evidence {

	/** The block from which on a FAIL is shown; none by default. */
	int failsAt = Integer.MAX_VALUE;

	/** The weight at which a FAIL is shown. */
	int failsAtWeight = -1;

	/** The step (of the schedule) that shows neither. */
	int inconclusiveStep = -1;

	String metric = "errors";

	String failure = "worse than stable";

	@Nullable String beyond;

	boolean unavailable;

	/** Runs of the canary so many seconds after it has no traffic. */
	Flight inFlight = (_) -> OptionalLong.empty();

	/** Whether it passes nothing. */
	boolean silent;

	/** Whether reports fail. */
	boolean unreported;

	/** Whether it has a fault. */
	boolean breaks;

	/** Why the judge says ERROR, if it does. */
	@Nullable String error;

	final List<Verdict> decided = new ArrayList<>();

	@Override
	public Optional<String> plumbing(RolloutState state, Instant now) throws UnmeasurableException {
		if (this.breaks) {
			throw new ArrayIndexOutOfBoundsException("a fault");
		}
		return Optional.empty();
	}

	@Override
	public @Nullable Verdict judge(RolloutState state, RolloutPolicy policy, List<ReplayStep> steps, int blocks,
			Instant now) throws UnmeasurableException {
		if (this.unavailable) {
			throw new UnmeasurableException("Prometheus cannot be asked");
		}
		if (this.breaks) {
			throw new ArrayIndexOutOfBoundsException("a fault");
		}
		if (this.error != null) {
			return new Verdict(Outcome.ERROR, 15 * blocks, null, this.error, 0);
		}
		if (blocks >= this.failsAt || state.weight() == this.failsAtWeight) {
			return new Verdict(Outcome.FAIL, 15 * blocks, this.metric, this.failure, 100);
		}
		double end = 0;
		for (int i = 0; i < steps.size(); i++) {
			end += steps.get(i).seconds();
			if (i == this.inconclusiveStep && !steps.get(i).passed() && 15 * blocks >= end) {
				return new Verdict(Outcome.INCONCLUSIVE, (int) end, null, "errors: not proven", 10);
			}
			if (!this.silent && !steps.get(i).passed() && Blocks.atOrAfter(end) == blocks) {
				return new Verdict(Outcome.PASS, 15 * blocks, null, "step %d was passed".formatted(i + 1), 100);
			}
		}
		return null;
	}

	@Override
	public Optional<String> beyondLimits(RolloutState state, Instant since, Instant now) throws UnmeasurableException {
		if (this.unavailable) {
			throw new UnmeasurableException("Prometheus cannot be asked");
		}
		return Optional.ofNullable(this.beyond);
	}

	@Override
	public OptionalLong inFlight(RolloutState state, Instant since, Instant now) {
		return this.inFlight.at(now.getEpochSecond() - since.getEpochSecond());
	}

	/** What the canary has in flight. */
	interface Flight {

		/** Nothing if that is not known. */
		OptionalLong at(long seconds);

	}

	@Override
	public void decided(RolloutState state, RolloutPolicy policy, List<ReplayStep> steps, int blocks, Verdict verdict) {
		this.decided.add(verdict);
		if (this.unreported) {
			throw new IllegalStateException("no space");
		}
	}

}
