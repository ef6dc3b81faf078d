package dev.agentservice.endtoend.monitoring;

import java.time.Duration;
import java.time.Instant;

/**
 * How a request ended, as its client saw it.
 *
 * @param at when the answer was there
 * @param took from the request to the whole answer
 * @param succeeded whether it was an answer, or the service's failure
 * @param costUsd what the answer says it cost
 */
record Ending(Instant at, Duration took, boolean succeeded, double costUsd) {
}
