package dev.agentservice.rollout.judge.limit;

import java.util.Locale;
import java.util.Optional;

import dev.agentservice.rollout.judge.evidence.CountTable;
import dev.agentservice.rollout.judge.evidence.OddsRatio;

/**
 * Runs that their client ended. They are no failures of the release, so they convict
 * nobody; but a client that waits too long leaves, and its run is missing in all other
 * counts. If that happens more often on the canary, the runs that ended are not
 * comparable.
 */
public final class Cancellations {

	private static final double FACTOR = Math.log(1.5);

	private static final double DEVIATIONS = 3;

	/** Bursts cluster. */
	private static final double DISPERSION = 4;

	private OddsRatio odds = new OddsRatio();

	/** Begins anew, with the next step. */
	public void startStep() {
		this.odds = new OddsRatio();
	}

	/** Adds a block. */
	public void add(EndedRuns runs) {
		this.odds.add(new CountTable(runs.canary(), runs.canaryCancelled(), runs.stable(), runs.stableCancelled()));
	}

	/** Why a step may not be passed, if it may not. */
	public Optional<String> unproven() {
		double log = this.odds.log();
		if (log <= FACTOR || log <= DEVIATIONS * this.odds.standardError(DISPERSION)) {
			return Optional.empty();
		}
		double canary = share(this.odds.events(), this.odds.trials());
		double stable = share(this.odds.otherEvents(), this.odds.otherTrials());
		String reason = String.format(Locale.ROOT,
				"cancelled: clients ended %.1f %% of the canary's runs and %.1f %% of stable's", canary, stable);
		return Optional.of(reason);
	}

	private static double share(long events, long trials) {
		return 100.0 * events / Math.max(1, trials);
	}

}
