package dev.agentservice.rollout.judge.metric;

/**
 * What both tracks counted, and the odds ratio that follows.
 *
 * @param name of the threshold, or of the stratum
 * @param canaryTrials the canary's trials
 * @param canaryEvents the events among them
 * @param stableTrials stable's trials
 * @param stableEvents the events among them
 * @param logOdds the logarithm of the odds ratio, within strata
 * @param standardError its standard error
 */
public record CountedOdds(String name, long canaryTrials, long canaryEvents, long stableTrials, long stableEvents,
		double logOdds, double standardError) {
}
