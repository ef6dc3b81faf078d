package dev.agentservice.run;

import java.util.concurrent.CompletableFuture;

import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.run.outcome.RunOutcome;

/**
 * A run that was admitted, or an earlier one that this request repeats.
 *
 * @param id the run's id
 * @param cursor the number of the event before this attempt's first
 * @param rateLimits the state of its caller's rate limits
 * @param outcome completed when the run has ended; never exceptionally
 */
public record StartedRun(String id, long cursor, RateDecision rateLimits, CompletableFuture<RunOutcome> outcome) {

	/** Waits for the end. */
	public RunOutcome await() {
		return this.outcome.join();
	}

}
