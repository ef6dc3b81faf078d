package dev.agentservice.run.order;

import java.time.Duration;

/**
 * What a client asks of a run that it does not wait for.
 *
 * @param ttl the longest time from the request to the end; a run that still waits then is
 * rejected
 * @param priority 0 to 9; sorts the waiting runs of one user, the highest first
 * @param waitForBudget whether a run that finds a daily budget used up waits for its
 * reset instead of being rejected
 */
public record QueueTerms(Duration ttl, int priority, boolean waitForBudget) {

}
