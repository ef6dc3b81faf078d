package dev.agentservice.rollout.control.command;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

import dev.agentservice.rollout.judge.JudgeState;
import dev.agentservice.rollout.judge.Verdict.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the judge has said since this controller began, for metrics: the evidence after
 * the newest block, and how often it has come to which verdict.
 */
final class JudgeFigures {

	private final Map<Outcome, Long> verdicts = new EnumMap<>(Outcome.class);

	private @Nullable JudgeState newest;

	private Instant judged = Instant.EPOCH;

	/** A block was judged. */
	void judged(JudgeState state, Instant now) {
		this.newest = state;
		this.judged = now;
	}

	/** Evidence that cannot be brought up to date is none. */
	void forget() {
		this.newest = null;
	}

	/** When the newest block was judged. */
	Instant judgedAt() {
		return this.judged;
	}

	/** It came to a verdict. */
	void decided(Outcome outcome) {
		this.verdicts.merge(outcome, 1L, Long::sum);
	}

	/** What is known after the newest block; nothing if none was judged. */
	@Nullable JudgeState newest() {
		return this.newest;
	}

	/** How often it has come to a verdict. */
	long verdicts(Outcome outcome) {
		return this.verdicts.getOrDefault(outcome, 0L);
	}

}
