package dev.agentservice.rollout.sample.series;

/**
 * A share within one stratum.
 *
 * @param stratum the agent's name, or the tool's
 * @param count its counters
 */
public record ShareColumns(String stratum, EventCount count) {
}
