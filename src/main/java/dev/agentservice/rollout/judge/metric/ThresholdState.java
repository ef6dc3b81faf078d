package dev.agentservice.rollout.judge.metric;

import java.util.List;

/**
 * What is known of a threshold after a block.
 *
 * @param together all strata
 * @param strata each stratum
 * @param dispersion by how much counts vary more than by chance
 * @param proofLoose the log evidence that the canary is not worse by the loose margin
 * @param proofTight the same of the tight margin
 */
public record ThresholdState(CountedOdds together, List<CountedOdds> strata, double dispersion, double proofLoose,
		double proofTight) {

	public ThresholdState {
		strata = List.copyOf(strata);
	}

}
