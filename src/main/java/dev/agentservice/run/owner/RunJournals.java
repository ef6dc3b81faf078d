package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.run.owner.script.Intent;
import dev.agentservice.run.owner.script.IntentOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunScripts;
import dev.agentservice.run.record.WriteOutcome;
import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.stereotype.Component;

/**
 * Stores what runs have finished and what they are about to do, for their next attempts.
 */
@Component
public class RunJournals {

	private final RunScripts scripts;

	RunJournals(RunScripts scripts) {
		this.scripts = scripts;
	}

	/**
	 * Stores a finished step of a run, for its next attempt.
	 * @param run the run
	 * @param index how many documents come before this one
	 * @param document what it has finished
	 * @param settled the call whose effect is known by it; empty if it is of none
	 * @return whether it is stored, or a {@link StoreUnavailableException}
	 */
	public CompletableFuture<WriteOutcome> record(OwnedRun run, int index, String document, String settled) {
		return this.scripts.step(run, index, document, settled);
	}

	/**
	 * Stores that calls with side effects are about to be made, which may be made only
	 * then.
	 * @param run the run
	 * @param index how many documents come before these
	 * @param intents the calls that begin together
	 * @return whether they are stored, or a {@link StoreUnavailableException}
	 */
	public CompletableFuture<IntentOutcome> intend(OwnedRun run, int index, List<Intent> intents) {
		return this.scripts.intend(run, index, intents);
	}

	/**
	 * How long it takes until two leases have passed since the owner of the attempt
	 * before last renewed its own.
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public Duration untilRepeatable(OwnedRun run) {
		return this.scripts.untilRepeatable(run.token());
	}

}
