package dev.agentservice.run;

import dev.agentservice.agent.RunEvent;
import dev.agentservice.ratelimit.RateDecision;

/**
 * A run that is over.
 *
 * @param id the run's id
 * @param end its last event
 * @param rateLimits how its caller stands with the rate limits
 */
public record FinishedRun(String id, RunEvent.Terminal end, RateDecision rateLimits) {

}
