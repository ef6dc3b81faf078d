package dev.agentservice.run;

import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.run.record.RunRecord;

/**
 * A run that its client does not wait for.
 *
 * @param run the run as it is
 * @param rateLimits the state of its caller's rate limits
 */
public record AcceptedRun(RunRecord run, RateDecision rateLimits) {

}
